import assert from "node:assert/strict";
import { lossCurvesFigure } from "./loss_curves.ts";
import { scoreCurvesFigure } from "./score_curves.ts";

const records = [
  { step: 10, scoreReal: 0.5, scoreFakeBefore: 0.4, scoreFakeAfter: 0.25 },
  { step: 20, scoreReal: 0.75, scoreFakeBefore: 0.3, scoreFakeAfter: 0.125 },
];

Deno.test("scoreCurvesFigure() says from where to where each score runs", () => {
  assert.equal(
    scoreCurvesFigure(records).alt,
    "Line plot of mean score by training step, 10 to 20. " +
      "D(x): from 0.5 to 0.75, between 0.5 and 0.75. " +
      "D(G(z)) before: from 0.4 to 0.3, between 0.3 and 0.4. " +
      "D(G(z)) after: from 0.25 to 0.125, between 0.125 and 0.25. " +
      "A dotted line at 0.5: undecided.",
  );
});

Deno.test("scoreCurvesFigure() always shows the whole range from 0 to 1", () => {
  const { svg } = scoreCurvesFigure(records);
  assert.match(svg!, />0\.0</);
  assert.match(svg!, />1\.0</);
});

Deno.test("scoreCurvesFigure() has its legend in one row where two plots stand side by side", () => {
  const size = { width: 420, height: 230 };
  const losses = records.map(({ step }) => ({ step, lossD: 1, lossG: 1 }));
  const heights = [scoreCurvesFigure(records, size), lossCurvesFigure(losses, size)]
    .map(({ svg }) => /height="(\d+)"/.exec(svg!)![1]);
  assert.deepEqual(heights, ["252", "252"]);
});

Deno.test("scoreCurvesFigure() refuses to draw no records", () => {
  assert.throws(() => scoreCurvesFigure([]), /there must be at least one point/);
});
