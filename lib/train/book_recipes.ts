import { digitTraining } from "./digit_training.ts";
import { faceTraining } from "./face_training.ts";
import { overrideRecipe, type Recipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";

/**
 * How this book trains where no source is followed: on digits as `digitTraining` says, on
 * the embedded faces as `faceTraining` says, and on a reader's own images with PyTorch's
 * tutorial's networks and constants.
 *
 * @returns New recipes, `digits`, `faces` and `images`, in the form of the sources'
 *   `recipes`.
 */
export function bookRecipes(): { digits: Recipe; faces: Recipe; images: Recipe } {
  const digits = overrideRecipe(recipes.pytorchTutorial, {
    ...shared(digitTraining),
    width: digitTraining.width,
    "data.set": "digits",
  });
  const faces = overrideRecipe(recipes.pytorchTutorial, {
    ...shared(faceTraining),
    "generator.width": faceTraining.width,
    "discriminator.width": faceTraining.discriminatorWidth,
    averageDecay: faceTraining.averageDecay,
    "data.set": "faces",
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
        "A quarter of the tutorial's channels and an eighth of its batch, for more updates " +
        "from the same work.",
        "2.5 times the tutorial's learning rate, as a short run has no time for 2e-4.",
      ],
    },
    faces: {
      ...faces,
      name: "faces",
      title: "Faces in minutes",
      source: "this book, after PyTorch's DCGAN tutorial",
      notes: [
        "Fewer channels and far smaller batches than the tutorial's, for more updates from " +
        "the same work.",
        "A discriminator narrower than the generator, as one as wide costs more and is not " +
        "better.",
        "Samples are drawn from a running average of the generator's weights, as in Karras " +
        "et al. (2018), https://arxiv.org/abs/1710.10196: those of each single step are " +
        "grainy.",
      ],
    },
    images: {
      ...images,
      name: "images",
      title: "Images of one's own",
      source: "this book, after PyTorch's DCGAN tutorial",
      notes: [
        "The tutorial's networks and constants; unless asked for others, batches of 64 for 20 epochs.",
      ],
    },
  };
}

/** What both trainings say under the same names. */
function shared(
  { size, channels, latentSize, batchSize, learningRate, steps }:
    | typeof digitTraining
    | typeof faceTraining,
) {
  return { size, channels, latentSize, batchSize, learningRate, steps };
}
