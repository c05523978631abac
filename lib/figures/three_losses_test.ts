import assert from "node:assert/strict";
import { threeLossesFigure } from "./three_losses.ts";

const records = [
  { step: 1, lossDReal: 0.75, lossDFake: 0.5, lossG: 1 },
  { step: 2, lossDReal: 0.25, lossDFake: NaN, lossG: 2 },
];

Deno.test("threeLossesFigure() draws D on real, D on fake and G, and ln 2", () => {
  assert.equal(
    threeLossesFigure(records).alt,
    "Line plot of loss (nats) by training step, 1 to 2. " +
      "D on real: from 0.75 to 0.25, between 0.25 and 0.75. " +
      "D on fake: 0.5, with 1 not finite. generator: from 1 to 2, between 1 and 2. " +
      "A dotted line at 0.693: undecided.",
  );
});

Deno.test("threeLossesFigure() refuses to draw no records", () => {
  assert.throws(() => threeLossesFigure([]), /there must be at least one point/);
});
