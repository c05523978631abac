import assert from "node:assert/strict";
import { bookRecipes } from "./book_recipes.ts";
import { digitTraining } from "./digit_training.ts";
import { requireRecipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";

Deno.test("the book's recipes are recipes, and digits has digitTraining's numbers", () => {
  const { digits, images } = bookRecipes();
  for (const recipe of [digits, images]) requireRecipe(recipe);
  const { generator, adam, latents, data, batchSize, steps } = digits;
  const { size, channels } = data;
  const { width } = generator as { width: number };
  assert.deepEqual(
    { size, width, channels, latentSize: latents.size, batchSize, steps, ...adam },
    { ...recipes.pytorchTutorial.adam, ...digitTraining },
  );
  assert.deepEqual(images.generator, recipes.pytorchTutorial.generator);
  assert.deepEqual([images.epochs, images.steps], [20, null]);
});
