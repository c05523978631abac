import { digitTraining } from "./digit_training.ts";
import { overrideRecipe, type Recipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";

/**
 * How this book trains where no source is followed: on digits as `digitTraining` says, and
 * on a reader's own images with PyTorch's tutorial's networks and constants.
 *
 * @returns New recipes, `digits` and `images`, in the form of the sources' `recipes`.
 */
export function bookRecipes(): { digits: Recipe; images: Recipe } {
  const { width, latentSize, learningRate, batchSize, steps, size, channels } =
    digitTraining;
  const changes = { width, latentSize, learningRate, batchSize, steps, size, channels };
  const digits = overrideRecipe(recipes.pytorchTutorial, {
    ...changes,
    "data.set": "digits",
  });
  const images = overrideRecipe(recipes.pytorchTutorial, {
    ...{ "data.set": "faces", batchSize: 64, epochs: 20 },
  });
  return {
    digits: {
      ...digits,
      name: "digits",
      title: "Digits in two minutes",
      source: "this book, after PyTorch's DCGAN tutorial",
      notes: [
        "A quarter of the tutorial's channels and an eighth of its batch, for more updates from the same work; 2.5 times its learning rate, as a short run has no time for 2e-4.",
      ],
    },
    images: {
      ...images,
      name: "images",
      title: "Images of one's own",
      source: "this book, after PyTorch's DCGAN tutorial",
      notes: ["The tutorial's networks and constants, with batches of 64 for 20 epochs."],
    },
  };
}
