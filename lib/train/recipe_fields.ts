import type { Architecture } from "../model/network.ts";

/** The numbers of a record that a source may print or draw. */
export const LOGGED_VALUES = [
  "lossD",
  "lossDReal",
  "lossDFake",
  "lossG",
  "scoreReal",
  "scoreFakeBefore",
  "scoreFakeAfter",
  "accuracy",
  "imagesPerSecond",
] as const;

/** What a field of a recipe may be. */
export interface FieldRule {
  /** In words, after "must be". */
  requirement: string;
  /** Whether a value meets it. */
  holds: (value: unknown) => boolean;
}

/**
 * The rule of every field of a recipe that can be changed, by its dotted path.
 *
 * A recipe has those of its own networks only; see {@link fieldsOf}.
 */
export const RECIPE_FIELDS: Readonly<Record<string, FieldRule>> = {
  "data.set": text(),
  "data.size": wholeNumber(1),
  "data.channels": oneOf(1, 3),
  "generator.size": oneOf(16, 32, 64, 128),
  "generator.width": wholeNumber(1),
  "generator.channels": oneOf(1, 3),
  "generator.latentSize": wholeNumber(1),
  "generator.kernel": oneOf(4, 5),
  "discriminator.size": oneOf(16, 32, 64, 128),
  "discriminator.width": wholeNumber(1),
  "discriminator.channels": oneOf(1, 3),
  "discriminator.normaliseFirst": oneOf(true, false),
  "discriminator.slope": number("a number in [0, 1]", (x) => x >= 0 && x <= 1),
  "discriminator.kernel": oneOf(4, 5),
  initialisation: oneOf("pytorchTutorial", "d2l", "keras"),
  "latents.distribution": oneOf("normal", "uniform"),
  "latents.size": wholeNumber(1),
  "loss.reduction": oneOf("mean", "sum"),
  "loss.halves": oneOf("added", "halved", "apart"),
  fakeBatch: oneOf("reused", "computedAgain", "drawnAgain"),
  "adam.learningRate": number("a number above 0", (x) => x > 0),
  "adam.beta1": number("a number in [0, 1)", (x) => x >= 0 && x < 1),
  "adam.beta2": number("a number in [0, 1)", (x) => x >= 0 && x < 1),
  "adam.epsilon": number("a number above 0", (x) => x > 0),
  averageDecay: orNull(number("a number in [0, 1)", (x) => x >= 0 && x < 1)),
  batchSize: wholeNumber(2),
  epochs: orNull(wholeNumber(1)),
  steps: orNull(wholeNumber(1)),
  "logging.values": listOf(...LOGGED_VALUES),
  "logging.every": wholeNumber(1),
  "logging.unit": oneOf("steps", "epochs"),
  "logging.grid.count": wholeNumber(1),
  "logging.grid.latents": oneOf("fixed", "fresh"),
  "logging.grid.every": wholeNumber(1),
  "logging.grid.unit": oneOf("steps", "epochs"),
};

/** Short names for what is changed most, and the fields that each sets. */
export const SHORT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  size: ["data.size"],
  channels: ["data.channels"],
  width: ["generator.width", "discriminator.width"],
  latentSize: ["latents.size"],
  learningRate: ["adam.learningRate"],
};

/**
 * The fields of a recipe that can be changed, by their dotted paths.
 *
 * Which they are depends on its networks: those of GANs in Action have no size of their
 * own, and no batch norm to choose.
 *
 * @param recipe Only its networks' names count.
 */
export function fieldsOf(
  recipe: { generator: Architecture; discriminator: Architecture },
): string[] {
  const gansInAction = /^(generator|discriminator)\.(?!width|latentSize)/;
  return Object.keys(RECIPE_FIELDS).filter((field) => {
    const [part] = field.split(".");
    if (part !== "generator" && part !== "discriminator") return true;
    const network = `${recipe[part]?.network}`;
    return !network.startsWith("gansInAction") || !gansInAction.test(field);
  });
}

function number(requirement: string, holds: (value: number) => boolean): FieldRule {
  return {
    requirement,
    holds: (value) => typeof value === "number" && Number.isFinite(value) && holds(value),
  };
}

function wholeNumber(least: number): FieldRule {
  return {
    requirement: `a whole number from ${least}`,
    holds: (value) => Number.isSafeInteger(value) && (value as number) >= least,
  };
}

function oneOf(...values: (string | number | boolean)[]): FieldRule {
  return {
    requirement: orList(values),
    holds: (value) => values.some((known) => known === value),
  };
}

function listOf(...names: string[]): FieldRule {
  return {
    requirement: `a list of ${orList(names)}`,
    holds: (value) =>
      Array.isArray(value) && value.every((name) => names.includes(name)) &&
      new Set(value).size === value.length,
  };
}

function text(): FieldRule {
  return {
    requirement: "a name or a folder",
    holds: (value) => typeof value === "string" && value.trim() !== "",
  };
}

function orNull({ requirement, holds }: FieldRule): FieldRule {
  return {
    requirement: `${requirement}, or null`,
    holds: (value) => value === null || holds(value),
  };
}

function orList(values: readonly unknown[]): string {
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
