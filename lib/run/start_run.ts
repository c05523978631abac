import { join, resolve } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { CheckpointFolder } from "../artefacts/checkpoint_folder.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import { createNetworks } from "../train/create_networks.ts";
import { overrideRecipe, type Recipe } from "../train/recipe.ts";
import { Training } from "../train/training.ts";
import { makeRunFolder, requireFree } from "./run_folder.ts";
import type { RunPlan } from "./run_plan.ts";
import { absoluteSet, openTrainingData } from "./training_data.ts";
import { TrainingRun, type TrainingRunParts } from "./training_run.ts";

/** How to start a run. */
export interface StartRunOptions
  extends Partial<Pick<TrainingRunParts, "threads" | "log" | "logRecord" | "now">> {
  /** Networks, constants, images and when it ends; see `recipes` and `overrideRecipe()`. */
  recipe: Recipe;
  /** Decides weights, latents and the order of the images. */
  seed: number;
  /** A new or empty folder; by default a new one under `runs`. */
  output?: string;
  /** Whether images are mirrored at random. */
  horizontalFlips?: boolean;
  /** Bytes for decoded pictures. */
  memory?: number;
  /**
   * A file that keeps decoded pictures for this run and later ones. It is made first, or
   * checked where it is there; where it cannot be used a line says so.
   */
  cache?: string;
  /** Every so many steps the training's health is measured. */
  diagnoseEvery?: number;
  /** Seconds between two checkpoints. */
  checkpointEvery?: number;
  /**
   * Ends the decoding of images, and so the wait for a batch, when `steps()` is ended by the
   * same signal. The run then goes on by `resumeRun()` alone.
   */
  signal?: AbortSignal;
}

/**
 * Starts a training in a folder of its own, on the backend that runs.
 *
 * @example
 * ```ts ignore
 * import { overrideRecipe } from "../train/recipe.ts";
 * import { recipes } from "../train/recipes.ts";
 * import { startRun } from "./start_run.ts";
 *
 * const changes = { "data.set": "digits", size: 32, channels: 1, width: 16, steps: 1000 };
 * const recipe = overrideRecipe(recipes.pytorchTutorial, changes);
 * const run = await startRun({ recipe, seed: 1 });
 * for await (const { step, lossD, lossG } of run.steps()) console.log(step, lossD, lossG);
 * await run.close(); // everything lies in run.folder, to be looked at or resumed
 * ```
 *
 * @param options Only recipe and seed are needed; lines go to the console by default.
 * @returns The run, with no step made. The caller closes it.
 * @throws {RangeError} If the folder holds anything, the images cannot be used, or the
 *   batch does not fit them. No folder is made then.
 * @throws {SetNotHereError} If a set of the catalogue is not on this machine.
 */
export async function startRun({
  recipe: given,
  seed,
  output,
  horizontalFlips = false,
  memory,
  cache: cacheFile,
  diagnoseEvery = 50,
  checkpointEvery = 60,
  threads,
  log = console.log,
  logRecord = log,
  now,
  signal,
}: StartRunOptions): Promise<TrainingRun> {
  requirePositive(diagnoseEvery, { action: "train", name: "diagnoseEvery" });
  if (output !== undefined) await requireFree(output);
  const recipe = overrideRecipe(given, { "data.set": absoluteSet(given.data.set) });
  const { set, size, channels } = recipe.data;
  const cache = cacheFile && resolve(cacheFile);
  const data = await openTrainingData({
    ...{ set, size, channels: channels as 1 | 3, batchSize: recipe.batchSize, seed },
    ...{ horizontalFlips, memory, cache, log, signal },
  });
  const made: { dispose(): void }[] = [];
  try {
    const networks = createNetworks(recipe, new RandomGenerator(seed));
    made.push(networks.generator, networks.discriminator);
    const about: RunPlan = {
      kind: "run",
      ...{ seed, horizontalFlips, memory: memory ?? null, cache: cache ?? null },
      ...{ diagnoseEvery, checkpointEvery, backend: tf.getBackend() },
    };
    const training = new Training({
      ...{ ...networks, recipe, seed, diagnoseEvery, about },
      images: data.batches,
    });
    made.push(training);
    const folder = await makeRunFolder(output);
    const checkpoints = await CheckpointFolder.open(join(folder, "checkpoints"), { log });
    return new TrainingRun({
      ...{ folder, training, data, checkpoints, threads, log, logRecord, now },
    });
  } catch (error) {
    for (const part of made) part.dispose();
    await data.close();
    throw error;
  }
}
