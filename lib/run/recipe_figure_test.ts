import assert from "node:assert/strict";
import { recipes } from "../train/recipes.ts";
import type { StepRecord } from "../train/training_state.ts";
import { recipeFigure } from "./recipe_figure.ts";

const records = Array.from({ length: 4 }, (_, index) => ({
  step: index + 1,
  epoch: index < 2 ? 1 : 2,
  lossDReal: 0.5,
  lossDFake: 0.25,
  lossD: 0.75,
  lossG: 1.5,
  scoreReal: 0.75,
  scoreFakeBefore: 0.25,
  scoreFakeAfter: 0.125,
  imagesPerSecond: 100,
})) as StepRecord[];
const withHealth = records.map((record) => ({
  ...record,
  health: { accuracyReal: 1, accuracyFake: 0.5 } as StepRecord["health"],
}));
const images = (count: number) => ({
  data: new Float32Array(count * 4),
  shape: [count, 2, 2, 1],
});
const alt = (recipe: keyof typeof recipes, count = 4, made = records) =>
  recipeFigure(made, images(count), { recipe: recipes[recipe] }).alt;

Deno.test("d2l's training is losses by epoch, ln 2 dotted, over a grid of 3 by 7", () => {
  assert.match(
    alt("d2l", 21),
    /by epoch, 1 to 2\..* line at 0\.693: D undecided\. .* of fresh latents: 21 .* in 3 rows of 7\.$/,
  );
});

Deno.test("the tutorial's training is losses, scores, printed lines and images", () => {
  const logging = { ...recipes.pytorchTutorial.logging, every: 2 };
  const recipe = { ...recipes.pytorchTutorial, logging };
  const figure = recipeFigure(records, images(4), { recipe, lines: 1 });
  assert.match(
    figure.alt,
    /loss \(nats\) .*1\.39.* mean score .* 0\.5: undecided\. step 4/,
  );
  assert.match(figure.html, /<pre[^>]*>step 4 {3}loss D 0\.750/);
  assert.doesNotMatch(figure.html, /step 2 {3}loss/);
});

Deno.test("Hands-On GANs' training is three losses", () => {
  assert.match(alt("handsOnMnist"), /D on real: .*D on fake: .*generator: /);
});

Deno.test("GANs in Action's training is losses, and accuracy where it was measured", () => {
  const measured = alt("gansInAction", 16, withHealth);
  assert.match(
    measured,
    /line at 0\.693: .* share judged rightly .*accuracy of D: from 0\.75/,
  );
  assert.doesNotMatch(alt("gansInAction", 16), /judged rightly/);
});

Deno.test("the paper's training is losses by epoch, halves added", () => {
  assert.match(
    alt("paper", 196),
    /by epoch.* line at 1\.39: D undecided\. .* of fixed latents: 196/,
  );
});

Deno.test("every recipe is drawn before its first step, with and without images", () => {
  for (const recipe of Object.values(recipes)) {
    assert.match(recipeFigure([], images(4), { recipe }).alt, /latents: 4 grey images/);
    assert.equal(recipeFigure([], null, { recipe }).alt, "The training has not begun.");
  }
});
