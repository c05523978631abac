import type { Architecture } from "../model/network.ts";
import type { Recipe } from "./recipe.ts";
import {
  D2L_NOTES,
  GANS_IN_ACTION_NOTES,
  HANDS_ON_NOTES,
  PAPER_NOTES,
  TUTORIAL_NOTES,
} from "./source_notes.ts";

/** Two networks whose sizes fit one another. */
function dcgan(
  { width, channels, normaliseFirst = false, kernel = 4 }: {
    width: number;
    channels: number;
    normaliseFirst?: boolean;
    kernel?: number;
  },
): { generator: Architecture; discriminator: Architecture } {
  const sizes = { size: 64, width, channels, kernel };
  return {
    generator: { network: "generator", ...sizes, latentSize: 100 },
    discriminator: { network: "discriminator", ...sizes, normaliseFirst, slope: .2 },
  };
}

const D2L: Recipe = {
  name: "d2l",
  title: "Dive into Deep Learning",
  source: "Zhang et al., Dive into Deep Learning, section 20.2, https://d2l.ai",
  ...dcgan({ width: 64, channels: 3, normaliseFirst: true }),
  initialisation: "d2l",
  loss: { reduction: "sum", halves: "halved" },
  adam: { learningRate: .005, beta1: .5, beta2: .999, epsilon: 1e-8 },
  batchSize: 256,
  epochs: 20,
  steps: null,
  latents: { distribution: "normal", size: 100 },
  fakeBatch: "computedAgain",
  averageDecay: null,
  logging: {
    values: ["lossD", "lossG", "imagesPerSecond"],
    every: 1,
    unit: "epochs",
    grid: { count: 21, latents: "fresh", every: 1, unit: "epochs" },
  },
  data: { set: "pokemon", size: 64, channels: 3 },
  notes: D2L_NOTES,
};

const PYTORCH_TUTORIAL: Recipe = {
  name: "pytorchTutorial",
  title: "PyTorch's DCGAN tutorial",
  source: "Inkawhich, DCGAN Tutorial, " +
    "https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html, as the study note has it",
  ...dcgan({ width: 64, channels: 3 }),
  initialisation: "pytorchTutorial",
  loss: { reduction: "mean", halves: "added" },
  adam: { learningRate: 2e-4, beta1: .5, beta2: .999, epsilon: 1e-8 },
  batchSize: 128,
  epochs: 5,
  steps: null,
  latents: { distribution: "normal", size: 100 },
  fakeBatch: "reused",
  averageDecay: null,
  logging: {
    values: ["lossD", "lossG", "scoreReal", "scoreFakeBefore", "scoreFakeAfter"],
    every: 50,
    unit: "steps",
    grid: { count: 64, latents: "fixed", every: 500, unit: "steps" },
  },
  data: { set: "celeba", size: 64, channels: 3 },
  notes: TUTORIAL_NOTES,
};

/** The chapter's three runs: only the data and the epochs differ. */
function handsOn(
  { name, set, channels, epochs, note }: {
    name: string;
    set: { name: string; title: string };
    channels: number;
    epochs: number;
    note: string;
  },
): Recipe {
  return {
    ...PYTORCH_TUTORIAL,
    name,
    title: `Hands-On GANs, ${set.title}`,
    source: "Hany and Walters (2019), Hands-On Generative Adversarial Networks with " +
      "PyTorch 1.x, the chapter on DCGAN",
    ...dcgan({ width: 64, channels }),
    epochs,
    logging: {
      values: ["lossDReal", "lossDFake", "lossG"],
      every: 100,
      unit: "steps",
      grid: { count: 128, latents: "fixed", every: 100, unit: "steps" },
    },
    data: { set: set.name, size: 64, channels },
    notes: [note, ...HANDS_ON_NOTES],
  };
}

const GANS_IN_ACTION: Recipe = {
  name: "gansInAction",
  title: "GANs in Action",
  source: "Langr and Bok (2019), GANs in Action, chapter 4",
  generator: { network: "gansInActionGenerator", latentSize: 100, width: 64 },
  discriminator: { network: "gansInActionDiscriminator", width: 32 },
  initialisation: "keras",
  loss: { reduction: "mean", halves: "apart" },
  adam: { learningRate: 1e-3, beta1: .9, beta2: .999, epsilon: 1e-7 },
  batchSize: 128,
  epochs: null,
  steps: 20_000,
  latents: { distribution: "normal", size: 100 },
  fakeBatch: "drawnAgain",
  averageDecay: null,
  logging: {
    values: ["lossD", "accuracy", "lossG"],
    every: 1000,
    unit: "steps",
    grid: { count: 16, latents: "fresh", every: 1000, unit: "steps" },
  },
  data: { set: "mnist", size: 28, channels: 1 },
  notes: GANS_IN_ACTION_NOTES,
};

const PAPER: Recipe = {
  name: "paper",
  title: "The DCGAN paper",
  source: "Radford, Metz and Chintala (2016), https://arxiv.org/abs/1511.06434",
  ...dcgan({ width: 128, channels: 3, kernel: 5 }),
  initialisation: "pytorchTutorial",
  loss: { reduction: "mean", halves: "added" },
  adam: { learningRate: 2e-4, beta1: .5, beta2: .999, epsilon: 1e-8 },
  batchSize: 128,
  epochs: 5,
  steps: null,
  latents: { distribution: "uniform", size: 100 },
  fakeBatch: "reused",
  averageDecay: null,
  logging: {
    values: ["lossD", "lossG"],
    every: 1,
    unit: "epochs",
    grid: { count: 196, latents: "fixed", every: 1, unit: "epochs" },
  },
  data: { set: "lsun-bedroom", size: 64, channels: 3 },
  notes: PAPER_NOTES,
};

/**
 * How each source trains its DCGAN, as plain data.
 *
 * Each is what the source does, its mistakes too, where it can be told; `notes` says where
 * a source contradicts itself and what we do. {@link overrideRecipe} of `recipe.ts` changes
 * single fields.
 */
export const recipes = {
  d2l: D2L,
  pytorchTutorial: PYTORCH_TUTORIAL,
  handsOnMnist: handsOn({
    name: "handsOnMnist",
    set: { name: "mnist", title: "MNIST" },
    channels: 1,
    epochs: 25,
    note:
      "The text shows 128 hidden channels and warns that they may make D overfit. Its " +
      "code has 64, and so have we.",
  }),
  handsOnCelebA: handsOn({
    name: "handsOnCelebA",
    set: { name: "celeba", title: "CelebA" },
    channels: 3,
    epochs: 25,
    note: "The faces are resized and then cut to a square in the middle, as ours are.",
  }),
  handsOnLsun: handsOn({
    name: "handsOnLsun",
    set: { name: "lsun-bedroom", title: "LSUN bedrooms" },
    channels: 3,
    epochs: 5,
    note: "The code still says 25 epochs; the text trains the bedrooms for 5, as we do.",
  }),
  gansInAction: GANS_IN_ACTION,
  paper: PAPER,
} as const satisfies Record<string, Recipe>;
