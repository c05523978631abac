import type { Architecture } from "../model/network.ts";
import type { Recipe } from "./recipe.ts";

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
  notes: [
    "The summary says that D's input layer has no batch norm; the code has one. We follow the code.",
    "The PyTorch and TensorFlow code overwrites batch norm's γ and β with N(0, .02), though γ should be near 1. We follow the code; the initialisation pytorchTutorial mends it.",
    "The text calls D a network of four convolutions; the code has five. We follow the code.",
    "The learning rate is 25 times the paper's 2e-4, and the printed losses (D .03, G 7.2) show that D overpowers G. We keep it.",
    "D's loss is halved, so an undecided D scores ln 2, where the others score 2 ln 2. The losses of a batch are summed, and shown per image.",
    "The MXNet code divides its summed gradients by the batch size. We follow the PyTorch code, which does not.",
    "The incomplete last batch of an epoch is trained on there. We leave it out.",
    "The TensorFlow code never says training=True, so its batch norm stays in inference mode, and its Adam has ε 1e-7. We follow the PyTorch code.",
  ],
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
  notes: [
    "The note leaves batch size and epochs out; 128 and 5 are the tutorial's own.",
    "The note's formulas of both losses lack the minus sign that its code's BCELoss has. We have it.",
    "D ends in a sigmoid there and the loss takes its logarithm. Ours takes the logit, which is the same, and finite where D is sure.",
    "The latents of the grid stay the same because they are drawn once, not because of the seed.",
  ],
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
    notes: [
      note,
      "“Exactly reproducible” contradicts cudnn.benchmark, which may choose another kernel each time. Ours repeats bit for bit.",
      "Its files hold no optimiser, so no training can go on from them as it was. Our checkpoints hold everything.",
      "It clears its output folder when it starts, and earlier results with it. We write over nothing.",
      "The real images are shown beside the generated ones, and the weights saved after every epoch.",
    ],
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
  notes: [
    "It updates D twice a step, on the real batch and then on the fake one, and prints the mean of both losses. So do we; the other sources update D once on both.",
    "It makes D's fakes by predict(), in inference mode, and draws new latents for G's update, which runs in training mode. So do we; D learns from other images than it judges when G learns.",
    "img_shape is undefined and np.ones(batch_size, 1) fails: the code does not run as printed.",
    "D's last map is said to be 3×3×128 = 1152; “same” padding makes it 4×4×128 = 2048. We follow the code.",
    "In today's Keras, trainable = False also puts D's batch norm into inference mode, and readers get noise images. Ours trains as it did when the book was written.",
    "Images are drawn with replacement and there is no epoch. Ours go through the data in epochs, in a new order each time.",
    "Adam's constants, Glorot-uniform filters, batch norm with ε .001 and momentum .99 are Keras's defaults, which the book does not name.",
  ],
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
  notes: [
    "Figure 1 shows G with 1024 channels at 4×4 and kernels of 5. The other sources have half the channels or fewer, and smaller kernels. We follow the figure, and D mirrors it.",
    "The text says that all weights are N(0, .02); the authors' code draws γ from N(1, .02). We follow the code.",
    "The text leaves out β2, ε and what is logged; .999, 1e-8 and one line and 196 fixed samples an epoch are the authors' code's.",
    "The authors' code updates G on one batch and D on the next, and adds a weight decay of 1e-5; the text says neither. We update both on every batch, without decay.",
    "Their code normalises G's first layer by unit and not by channel, with the batch's statistics always and ε 1e-8. We normalise by channel, with ε 1e-5, as PyTorch's tutorial does.",
    "The latents are uniform. Every other source draws normal ones.",
    "The text gives no number of epochs; figures 2 and 3 show the bedrooms after 1 and 5.",
  ],
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
      "The text warns that 128 hidden channels, which it shows before, may make D overfit. Its code has 64, and so have we.",
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

/** The name of a source's recipe. */
export type RecipeName = keyof typeof recipes;
