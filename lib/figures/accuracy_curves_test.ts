import assert from "node:assert/strict";
import { accuracyCurvesFigure } from "./accuracy_curves.ts";

Deno.test("the accuracy is the mean of that on real and on fake images", () => {
  const records = [
    { step: 20, accuracyReal: 1, accuracyFake: 0.5 },
    { step: 40, accuracyReal: 1, accuracyFake: 1 },
  ];
  assert.equal(
    accuracyCurvesFigure(records).alt,
    "Line plot of share judged rightly by training step, 20 to 40. " +
      "accuracy of D: from 0.75 to 1, between 0.75 and 1. A dotted line at 0.5: a coin.",
  );
});

Deno.test("before the first measurement the figure says so", () => {
  assert.match(accuracyCurvesFigure([]).html, /has not been measured yet/);
});
