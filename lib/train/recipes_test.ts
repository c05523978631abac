import assert from "node:assert/strict";
import { type Recipe, requireRecipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";

Deno.test("every recipe meets its own rules, bears its name and survives JSON", () => {
  for (const [name, recipe] of Object.entries(recipes)) {
    requireRecipe(recipe);
    assert.equal(recipe.name, name);
    assert.deepEqual(JSON.parse(JSON.stringify(recipe)), recipe);
    assert.ok(recipe.notes.length > 0);
    for (const note of recipe.notes) assert.match(note, /^\S.*\.$/);
  }
});

Deno.test("d2l sums and halves its loss, draws γ near 0 and takes 25 times the paper's rate", () => {
  const { loss, initialisation, adam, discriminator, fakeBatch } = recipes.d2l;
  assert.deepEqual(loss, { reduction: "sum", halves: "halved" });
  assert.equal(initialisation, "d2l");
  assert.equal(adam.learningRate / recipes.paper.adam.learningRate, 25);
  assert.ok(discriminator.network === "discriminator" && discriminator.normaliseFirst);
  assert.equal(fakeBatch, "computedAgain");
});

Deno.test("the tutorial and Hands-On GANs share all but the data, the epochs and what is shown", () => {
  const { handsOnMnist, handsOnCelebA, handsOnLsun, pytorchTutorial } = recipes;
  for (const recipe of [handsOnMnist, handsOnCelebA, handsOnLsun]) {
    for (
      const field of ["adam", "loss", "initialisation", "fakeBatch", "latents"] as const
    ) {
      assert.deepEqual(recipe[field], pytorchTutorial[field]);
    }
    assert.deepEqual(recipe.logging.values, ["lossDReal", "lossDFake", "lossG"]);
  }
  assert.deepEqual(
    [handsOnMnist, handsOnCelebA, handsOnLsun].map(({ epochs }) => epochs),
    [25, 25, 5],
  );
});

Deno.test("GANs in Action takes Keras's constants and counts steps", () => {
  const { adam, steps, epochs, data } = recipes.gansInAction;
  assert.deepEqual(adam, { learningRate: .001, beta1: .9, beta2: .999, epsilon: 1e-7 });
  assert.deepEqual([steps, epochs], [20_000, null]);
  assert.deepEqual(data, { set: "mnist", size: 28, channels: 1 });
});

Deno.test("only GANs in Action updates D on real and fake apart, and draws G other latents", () => {
  const alone = (isSo: (recipe: Recipe) => boolean) =>
    assert.deepEqual(Object.values(recipes).filter(isSo), [recipes.gansInAction]);
  alone(({ loss }) => loss.halves === "apart");
  alone(({ fakeBatch }) => fakeBatch === "drawnAgain");
});

Deno.test("the paper's generator begins with 1024 channels at 4×4, from uniform latents", () => {
  const { generator, latents } = recipes.paper;
  assert.ok(generator.network === "generator");
  assert.equal(generator.width * generator.size / 8, 1024);
  assert.equal(generator.kernel, 5);
  assert.equal(latents.distribution, "uniform");
});
