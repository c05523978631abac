import type { ImageSet } from "../data/image_set.ts";
import type { Network } from "../model/network.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import type { BatchSource } from "./batch_source.ts";
import { WATCHED_LATENTS } from "./draw_latents.ts";
import { MEAN_ADDED } from "./losses.ts";
import type { Recipe } from "./recipe.ts";
import type { TrainingConstants } from "./training_state.ts";

/**
 * What a training is made of.
 *
 * `adam` and `batchSize` must be given, themselves or by the recipe; a source of batches
 * decides its own size.
 */
export interface TrainingParts extends Partial<TrainingConstants> {
  /** Latents in, images out. Trained in place; it stays the caller's. */
  generator: Network;
  /** Images in, logits out. Trained in place; it stays the caller's. */
  discriminator: Network;
  /** The real images, of the networks' size and channels, or batches of them. */
  images: ImageSet | BatchSource;
  /** Images in a batch, 2 or more. */
  batchSize?: number;
  /** Decides the latents and the order of the images. */
  seed: number;
  /** Every so many steps a record has `health`; by default none has. */
  diagnoseEvery?: number;
  /**
   * How many fixed latents there are, 2 or more; by default as the recipe's grid has, 64
   * or more.
   */
  fixedLatents?: number;
  /** Gives all constants that are not given; checkpoints keep it. */
  recipe?: Recipe | null;
  /** What else checkpoints should keep, such as where the images lie: JSON data. */
  about?: unknown;
}

/** How long a training goes on. */
export interface StepsOptions {
  /** How many steps, counted from the training's first; give either this or `epochs`. */
  steps?: number;
  /** How many rounds through the images, counted from the training's first step. */
  epochs?: number;
  /**
   * Aborting it ends the training after the step that runs, without an error; a source
   * that was given it too ends the wait for a batch at once.
   */
  signal?: AbortSignal;
}

/**
 * The number of the last step that is to be made.
 *
 * @param options Steps or epochs.
 * @param stepsPerEpoch How many steps make an epoch.
 * @throws {RangeError} If neither or both are given, or one is no positive integer.
 */
export function lastStep({ steps, epochs }: StepsOptions, stepsPerEpoch: number): number {
  if ((steps === undefined) === (epochs === undefined)) {
    throw new RangeError(
      "Cannot train as either 'steps' or 'epochs' must be given: " +
        (steps === undefined ? "neither is" : `both are, ${steps} and ${epochs}`),
    );
  }
  const name = steps === undefined ? "epochs" : "steps";
  requirePositive((steps ?? epochs)!, { action: "train", name });
  return steps ?? epochs! * stepsPerEpoch;
}

/**
 * The constants of a training: those given, else the recipe's, else means added, normal
 * latents and no average.
 *
 * @param options Of the training.
 * @throws {RangeError} If nobody gives Adam's.
 */
export function constantsOf({
  recipe,
  adam = recipe?.adam,
  loss = recipe?.loss ?? MEAN_ADDED,
  fakeBatch = recipe?.fakeBatch ?? "reused",
  latents = recipe?.latents.distribution ?? "normal",
  averageDecay = recipe?.averageDecay ?? null,
}: Pick<TrainingParts, "recipe" | keyof TrainingConstants>): TrainingConstants {
  if (adam === undefined) {
    throw new RangeError("Cannot train as 'adam' or 'recipe' must be given: neither is");
  }
  return structuredClone({ adam, loss, fakeBatch, latents, averageDecay });
}

/**
 * How many fixed latents a training has: as many as were asked for, else as its recipe's
 * grid shows, but enough to measure its health.
 *
 * @param options Of the training.
 * @throws {RangeError} If what was asked for is no whole number of 2 or more.
 */
export function fixedLatentsOf(
  { fixedLatents, recipe }: Pick<TrainingParts, "fixedLatents" | "recipe">,
): number {
  if (fixedLatents === undefined) {
    return Math.max(WATCHED_LATENTS, recipe?.logging.grid.count ?? 0);
  }
  if (Number.isInteger(fixedLatents) && fixedLatents >= 2) return fixedLatents;
  throw new RangeError(
    "Cannot train as 'fixedLatents' must be a whole number of 2 or more, whose images " +
      `are compared: current value is ${fixedLatents}`,
  );
}
