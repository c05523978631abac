import assert from "node:assert/strict";
import { bookRecipes } from "./book_recipes.ts";
import { digitTraining } from "./digit_training.ts";
import { faceTraining } from "./face_training.ts";
import { type Recipe, requireRecipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";

/** A recipe's numbers under the names of `digitTraining` and `faceTraining`. */
function numbersOf({ generator, adam, latents, data, batchSize, steps }: Recipe) {
  const { size, channels } = data;
  const { width } = generator as { width: number };
  return { size, width, channels, latentSize: latents.size, batchSize, steps, ...adam };
}

Deno.test("the book's recipes are recipes, each under its own name", () => {
  for (const [name, recipe] of Object.entries(bookRecipes())) {
    requireRecipe(recipe);
    assert.equal(recipe.name, name);
  }
});

Deno.test("the book's recipe for digits has all of digitTraining's numbers", () => {
  const { digits } = bookRecipes();
  const { adam } = recipes.pytorchTutorial;
  assert.deepEqual(numbersOf(digits), { ...adam, ...digitTraining });
});

Deno.test("the book's recipe for faces has all of faceTraining's numbers", () => {
  const { faces } = bookRecipes();
  const { adam } = recipes.pytorchTutorial;
  const { width: discriminatorWidth } = faces.discriminator as { width: number };
  const { averageDecay } = faces;
  const numbers = { ...numbersOf(faces), discriminatorWidth, averageDecay };
  assert.deepEqual(numbers, { ...adam, ...faceTraining });
});

Deno.test("the book's recipe for images has the tutorial's networks, for 20 epochs", () => {
  const { images } = bookRecipes();
  assert.deepEqual(images.generator, recipes.pytorchTutorial.generator);
  assert.deepEqual([images.epochs, images.steps], [20, null]);
});
