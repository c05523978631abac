import { counted } from "../data/counted.ts";
import { KERAS_BATCH_NORM, PYTORCH_BATCH_NORM } from "../model/batch_norm.ts";
import type { Architecture } from "../model/network.ts";
import type { Every, LoggedValue, Recipe } from "./recipe.ts";

/** One property of all recipes; the other columns are named after the recipes. */
export type RecipeTableRow = { property: string } & Record<string, string>;

/** Where a source contradicts itself or another, and what we do. */
export interface RecipeNoteRow {
  recipe: string;
  note: string;
}

/**
 * Recipes side by side: one row a property, one column a recipe.
 *
 * @example
 * ```ts
 * import { recipes } from "./recipes.ts";
 * import { recipeTable } from "./recipe_table.ts";
 *
 * const [title] = recipeTable([recipes.d2l, recipes.paper]);
 * console.log(title.paper); // "The DCGAN paper"
 * ```
 *
 * @param recipes At least one, each with a name of its own.
 * @returns Plain text, for `tableFigure()`.
 */
export function recipeTable(recipes: readonly Recipe[]): RecipeTableRow[] {
  return PROPERTIES.map(([property, text]) => ({
    property,
    ...Object.fromEntries(recipes.map((recipe) => [recipe.name, text(recipe)])),
  }));
}

/**
 * All notes of recipes, in their order.
 *
 * @param recipes At least one.
 * @returns One row a note, for `tableFigure()`.
 */
export function recipeNotes(recipes: readonly Recipe[]): RecipeNoteRow[] {
  return recipes.flatMap(({ name, notes }) =>
    notes.map((note) => ({ recipe: name, note }))
  );
}

const PROPERTIES: [string, (recipe: Recipe) => string][] = [
  ["title", ({ title }) => title],
  ["data", ({ data }) => `${data.set}, ${data.size}×${data.size}×${data.channels}`],
  ["generator", ({ generator }) => networkText(generator)],
  ["discriminator", ({ discriminator }) => networkText(discriminator)],
  ["batch norm", ({ generator }) => batchNormText(generator)],
  ["first values", ({ initialisation }) => INITIALISATIONS[initialisation]],
  ["loss of a batch", ({ loss }) => loss.reduction === "sum" ? "summed" : "mean"],
  ["D's loss", ({ loss }) => HALVES[loss.halves]],
  ["G's update", ({ fakeBatch }) => FAKE_BATCHES[fakeBatch]],
  [
    "average of G",
    ({ averageDecay }) =>
      averageDecay === null ? "none" : `running, decay ${numberText(averageDecay)}`,
  ],
  [
    "latents",
    ({ latents: { size, distribution } }) =>
      `${size}, ${distribution === "normal" ? "N(0, 1)" : "uniform in [−1, 1)"}`,
  ],
  ["learning rate", ({ adam }) => numberText(adam.learningRate)],
  [
    "Adam's β1, β2, ε",
    ({ adam: { beta1, beta2, epsilon } }) =>
      [beta1, beta2, epsilon].map(numberText).join(", "),
  ],
  ["batch", ({ batchSize }) => `${batchSize}`],
  [
    "trains for",
    ({ epochs, steps }) =>
      steps === null
        ? counted(epochs!, "epoch")
        : `${numberText(steps)} ${steps === 1 ? "step" : "steps"}`,
  ],
  [
    "shows",
    ({ logging }) =>
      `${logging.values.map((value) => VALUES[value]).join(", ")} ${everyText(logging)}`,
  ],
  [
    "draws",
    ({ logging: { grid } }) =>
      `${grid.count} images of ${grid.latents} latents ${everyText(grid)}`,
  ],
];

const HALVES: Record<Recipe["loss"]["halves"], string> = {
  added: "halves added: 2 ln 2 when undecided",
  halved: "halves added, then halved: ln 2 when undecided",
  apart: "an update on each half, real first; their mean is shown: ln 2 when undecided",
};

const FAKE_BATCHES: Record<Recipe["fakeBatch"], string> = {
  reused: "on D's fake images",
  computedAgain: "on fake images computed again",
  drawnAgain: "on fake images of new latents; D's are made in inference mode",
};

const INITIALISATIONS: Record<Recipe["initialisation"], string> = {
  pytorchTutorial: "weights N(0, .02), γ N(1, .02), β 0",
  d2l: "all N(0, .02), γ and β too",
  keras: "Glorot-uniform, γ 1, β 0",
};

const VALUES: Record<LoggedValue, string> = {
  lossD: "loss of D",
  lossDReal: "loss on real",
  lossDFake: "loss on fake",
  lossG: "loss of G",
  scoreReal: "D(x)",
  scoreFakeBefore: "D(G(z)) before",
  scoreFakeAfter: "D(G(z)) after",
  accuracy: "D's accuracy",
  imagesPerSecond: "images a second",
};

/** The channels from the latent's side to the image's, or back; kernels. */
function networkText(architecture: Architecture): string {
  const first = (width: number, size: number) => width * size / 8;
  switch (architecture.network) {
    case "generator": {
      const { width, size, kernel = 4 } = architecture;
      return `${first(width, size)} channels at 4×4 down to ${width}, kernel ${kernel}`;
    }
    case "discriminator": {
      const { width, size, kernel = 4, normaliseFirst, slope } = architecture;
      const normalised = normaliseFirst ? "in every block" : "not in the first";
      return `${width} channels up to ${first(width, size)}, kernel ${kernel}, ` +
        `LeakyReLU ${numberText(slope)}, batch norm ${normalised}`;
    }
    case "gansInActionGenerator": {
      const { width = 64 } = architecture;
      return `dense, ${4 * width} channels at 7×7 down to ${width}, kernel 3, ` +
        "LeakyReLU .01";
    }
    case "gansInActionDiscriminator": {
      const { width = 32 } = architecture;
      return `${width} channels up to ${4 * width}, kernel 3, LeakyReLU .01, dense, ` +
        "batch norm not in the first";
    }
  }
}

function batchNormText({ network }: Architecture): string {
  const { epsilon, momentum } = network.startsWith("gansInAction")
    ? KERAS_BATCH_NORM
    : PYTORCH_BATCH_NORM;
  return `ε ${numberText(epsilon)}, newest batch's share ${numberText(momentum)}`;
}

function everyText({ every, unit }: Every): string {
  return every === 1 ? `every ${unit.slice(0, -1)}` : `every ${every} ${unit}`;
}

/** ".5" and "1e-8", and thousands apart. */
function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < .001) return value.toExponential();
  return value >= 1 ? value.toLocaleString("en-US") : String(value).replace(/^0\./, ".");
}
