import assert from "node:assert/strict";
import { trainingFigure } from "./training_figure.ts";

const record = {
  lossD: 1.4,
  lossG: 0.7,
  scoreReal: 0.5,
  scoreFakeBefore: 0.5,
  scoreFakeAfter: 0.4,
};
const records = [1, 2, 3].map((step) => ({ step, ...record }));
const images = { data: new Float32Array(4 * 9), shape: [4, 3, 3, 1] };

Deno.test("trainingFigure() shows losses, scores and images, in this order", () => {
  const { html, alt } = trainingFigure(records, images, { columns: 4 });
  assert.deepEqual(
    [...html.matchAll(/role="img"|aria-label="(?:Line plot of (\w+ ?\w*)|(4 grey))/g)]
      .map(([, plot, grid]) => plot ?? grid).filter(Boolean),
    ["loss ", "mean score", "4 grey"],
  );
  assert.match(alt, /loss \(nats\).* mean score .*4 grey images .* in 1 row of 4\.$/);
});

Deno.test("trainingFigure() draws from the first step on", () => {
  assert.match(trainingFigure(records.slice(0, 1), images).alt, /step, 1 to 1\./);
});

Deno.test("trainingFigure() hands its options to the parts", () => {
  const options = { undecided: Math.LN2, caption: "Step 3", labels: [1, 2, 3, 4] };
  const { html, alt } = trainingFigure(records, images, options);
  assert.match(alt, /A dotted line at 0\.693.*labelled 1, 2, 3, 4/);
  assert.match(html, /<figcaption[^>]*>Step 3</);
});
