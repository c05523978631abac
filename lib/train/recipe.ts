import { nearestName } from "../data/nearest_name.ts";
import type { Initialisation } from "../model/initialise.ts";
import type { Architecture } from "../model/network.ts";
import type { AdamOptions } from "./adam.ts";
import type { LossForm } from "./losses.ts";
import {
  fieldsOf,
  type LOGGED_VALUES,
  RECIPE_FIELDS,
  SHORT_FIELDS,
} from "./recipe_fields.ts";
import type { FakeBatch } from "./train_step.ts";

/** How often something happens. */
export interface Every {
  /** 1 or more. */
  every: number;
  /** What is counted. */
  unit: "steps" | "epochs";
}

/** A number of a record that a source prints or draws. */
export type LoggedValue = typeof LOGGED_VALUES[number];

/** What a source shows while it trains, and when. */
export interface RecipeLogging extends Every {
  /** Printed or drawn this often. */
  values: LoggedValue[];
  /** Generated images: how many, of the same latents or new ones each time, how often. */
  grid: Every & { count: number; latents: "fixed" | "fresh" };
}

/** How a source trains its DCGAN: plain data, which survives JSON. */
export interface Recipe {
  /** Its name in `recipes`. */
  name: string;
  /** Its name for a reader. */
  title: string;
  /** Where it stands. */
  source: string;
  generator: Architecture;
  discriminator: Architecture;
  /** The first values of both networks. */
  initialisation: Initialisation;
  loss: LossForm;
  /** Adam's constants, the same for both networks. */
  adam: AdamOptions;
  /** Images in a batch. */
  batchSize: number;
  /** Rounds through the images; null where the source counts steps. */
  epochs: number | null;
  /** Updates of each network; null where the source counts epochs. */
  steps: number | null;
  /** N(0, 1) or uniform in [−1, 1), and how many numbers. */
  latents: { distribution: "normal" | "uniform"; size: number };
  /** Whether G's update reuses the fake images of D's, computes them again or new ones. */
  fakeBatch: FakeBatch;
  /**
   * How much of the running average of G's weights each step keeps, in [0, 1), or null for
   * no average. Samples and saved networks are the average's; see `GeneratorAverage`.
   */
  averageDecay: number | null;
  logging: RecipeLogging;
  /** The images; `set` is a name of the catalogue or a folder. */
  data: { set: string; size: number; channels: number };
  /** Where the source contradicts itself or another, and what we do. */
  notes: string[];
}

/**
 * Changes of a recipe: nested as the recipe is, or by dotted paths, or by the short names
 * `size`, `channels`, `width`, `latentSize` and `learningRate`.
 */
export type RecipeChanges = { readonly [field: string]: unknown };

/**
 * A recipe with some of its fields changed, each change checked.
 *
 * The networks follow the data: another `data.size`, `data.channels` or `latents.size`
 * changes theirs too, unless the changes name these as well. Giving `steps` takes `epochs`
 * away and the other way round. Name, title, source and notes stay: they say where the
 * recipe comes from.
 *
 * @example
 * ```ts
 * import { overrideRecipe } from "./recipe.ts";
 * import { recipes } from "./recipes.ts";
 *
 * const quick = overrideRecipe(recipes.pytorchTutorial, {
 *   "data.set": "digits",
 *   size: 32,
 *   width: 16,
 *   channels: 1,
 *   adam: { learningRate: 5e-4 },
 *   steps: 1000,
 * });
 * console.log(quick.generator, quick.epochs); // … size: 32, width: 16 …, null
 * ```
 *
 * @param recipe Not changed.
 * @param changes New values by field.
 * @returns A new recipe.
 * @throws {RangeError} If a field is unknown, and then a near one or all are named; if
 *   a value is of the wrong type or out of range; or if fields contradict one another.
 */
export function overrideRecipe(recipe: Recipe, changes: RecipeChanges): Recipe {
  const action = `override the recipe ${recipe.name}`;
  const result = structuredClone(recipe);
  const given = new Map<string, unknown>();
  for (const [path, value] of flatten(changes)) {
    for (const field of meant(path, recipe, action)) given.set(field, value);
  }
  for (const [field, value] of given) {
    for (const target of [field, ...followers(field, result)]) {
      if (target === field || !given.has(target)) write(result, target, value);
    }
  }
  if (given.has("steps") !== given.has("epochs")) {
    result[given.has("steps") ? "epochs" : "steps"] = null;
  }
  requireRecipe(result, action);
  return result;
}

/**
 * Refuses what is no recipe: a field that is missing, unknown or out of range, or fields
 * that contradict one another.
 *
 * @param value Perhaps read from a file.
 * @param action What cannot be done otherwise, for the message.
 * @throws {RangeError} With the field, what it must be and what it is.
 */
export function requireRecipe(
  value: unknown,
  action = "use the recipe",
): asserts value is Recipe {
  const recipe = value as Recipe;
  for (const name of ["name", "title", "source"] as const) {
    if (typeof recipe?.[name] !== "string") {
      fail(action, name, "a text", recipe?.[name]);
    }
  }
  for (const field of fieldsOf(recipe)) {
    const { requirement, holds } = RECIPE_FIELDS[field];
    const current = read(recipe, field);
    if (!holds(current)) fail(action, field, requirement, current);
  }
  if ((recipe.epochs === null) === (recipe.steps === null)) {
    throw new RangeError(
      `Cannot ${action} as either 'epochs' or 'steps' must be a number and the other ` +
        `null: they are ${recipe.epochs} and ${recipe.steps}`,
    );
  }
  for (const field of ["data.size", "data.channels", "latents.size"]) {
    for (const [follower, its] of networkValues(field, recipe)) {
      const leader = read(recipe, field);
      if (its === leader) continue;
      throw new RangeError(
        `Cannot ${action} as '${field}' must be ${its}, like '${follower}': ` +
          `current value is ${leader}`,
      );
    }
  }
}

/** The fields of the networks that must equal a field of the data or latents. */
const FOLLOWERS: Record<string, string[]> = {
  "data.size": ["generator.size", "discriminator.size"],
  "data.channels": ["generator.channels", "discriminator.channels"],
  "latents.size": ["generator.latentSize"],
};

/** Those of them that the recipe's networks have. */
function followers(field: string, recipe: Recipe): string[] {
  return (FOLLOWERS[field] ?? []).filter((name) => read(recipe, name) !== undefined);
}

/** What the networks have for a field; GANs in Action's have a fixed size and channels. */
function networkValues(field: string, recipe: Recipe): [string, unknown][] {
  const fixed: Record<string, number> = { "data.size": 28, "data.channels": 1 };
  return (FOLLOWERS[field] ?? []).map((
    name,
  ) => [name, read(recipe, name) ?? fixed[field]]);
}

/** Nested changes as dotted paths: `{ adam: { beta1: .9 } }` is `adam.beta1`. */
function flatten(changes: RecipeChanges, prefix = ""): [string, unknown][] {
  return Object.entries(changes).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const nested = typeof value === "object" && value !== null && !Array.isArray(value);
    return nested ? flatten(value as RecipeChanges, `${path}.`) : [[path, value]];
  });
}

/** The fields that a path or short name means, all of which the recipe has. */
function meant(path: string, recipe: Recipe, action: string): string[] {
  const known = fieldsOf(recipe);
  const fields = (Object.hasOwn(SHORT_FIELDS, path) ? SHORT_FIELDS[path] : [path])
    .filter((field) => known.includes(field));
  if (fields.length > 0) return fields;
  if (Object.hasOwn(RECIPE_FIELDS, path)) {
    throw new RangeError(
      `Cannot ${action} as its networks have no '${path}': they are ` +
        `${recipe.generator.network} and ${recipe.discriminator.network}`,
    );
  }
  const names = [...known, ...Object.keys(SHORT_FIELDS)];
  const nearest = nearestName(path, names);
  throw new RangeError(
    `Cannot ${action} as there is no field '${path}' to change: ` +
      (nearest === null
        ? `there are ${names.join(", ")}`
        : `the nearest is '${nearest}'`),
  );
}

/** The value at a dotted path. */
function read(recipe: Recipe, field: string): unknown {
  return field.split(".").reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | null | undefined)?.[name],
    recipe,
  );
}

function write(recipe: Recipe, field: string, value: unknown): void {
  const names = field.split(".");
  const last = names.pop()!;
  const parent = names.length === 0 ? recipe : read(recipe, names.join("."));
  (parent as Record<string, unknown>)[last] = structuredClone(value);
}

function fail(action: string, field: string, requirement: string, value: unknown): never {
  throw new RangeError(
    `Cannot ${action} as '${field}' must be ${requirement}: current value is ` +
      `${typeof value === "number" ? value : JSON.stringify(value)}`,
  );
}
