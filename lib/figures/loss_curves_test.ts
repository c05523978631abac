import assert from "node:assert/strict";
import { lossCurvesFigure } from "./loss_curves.ts";

const records = [
  { step: 1, lossD: 1.5, lossG: 0.7 },
  { step: 2, lossD: 1.25, lossG: NaN },
  { step: 3, lossD: 0.5, lossG: 2 },
];

Deno.test("lossCurvesFigure() says from where to where both losses run", () => {
  assert.equal(
    lossCurvesFigure(records).alt,
    "Line plot of loss (nats) by training step, 1 to 3. " +
      "discriminator: from 1.5 to 0.5, between 0.5 and 1.5. " +
      "generator: from 0.7 to 2, between 0.7 and 2, with 1 not finite. " +
      "A dotted line at 1.39: D undecided.",
  );
});

Deno.test("lossCurvesFigure() draws the undecided loss where it is told, or not", () => {
  assert.match(
    lossCurvesFigure(records, { undecided: Math.LN2 }).alt,
    /at 0\.693: D und/,
  );
  assert.doesNotMatch(lossCurvesFigure(records, { undecided: null }).html, /undecided/);
});

Deno.test("lossCurvesFigure() draws one record", () => {
  assert.equal(lossCurvesFigure(records.slice(0, 1)).svg!.match(/<circle/g)!.length, 2);
});

Deno.test("lossCurvesFigure() refuses to draw no records", () => {
  assert.throws(() => lossCurvesFigure([]), {
    name: "RangeError",
    message: /there must be at least one point/,
  });
});
