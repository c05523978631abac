import { join, resolve } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import type { NewestCheckpoint } from "../artefacts/checkpoint_file.ts";
import { CheckpointFolder } from "../artefacts/checkpoint_folder.ts";
import { counted } from "../data/counted.ts";
import { continueTraining } from "../train/continue_training.ts";
import { overrideRecipe } from "../train/recipe.ts";
import { lastStep } from "../train/training_parts.ts";
import { dataSoFar } from "./earlier_data.ts";
import { requireRunFolder } from "./require_run_folder.ts";
import { requireRunPlan } from "./run_plan.ts";
import {
  absoluteSet,
  openTrainingData,
  type TrainingData,
  type TrainingDataOptions,
} from "./training_data.ts";
import { TrainingRun, type TrainingRunParts } from "./training_run.ts";

/** What may be said when a run is resumed; nothing has to be. */
export interface ResumeRunOptions
  extends Partial<Pick<TrainingRunParts, "log" | "logRecord">> {
  /** Where the same images lie now, if they were moved. */
  set?: string;
  /**
   * Goes on also where the images are others or more than then: from the beginning of an
   * epoch, and so not with the bits that there would have been.
   *
   * That epoch has the number after the last one begun. An end in epochs, and lines and
   * samples every so many epochs, count all steps in epochs of the new images.
   */
  allowOtherData?: boolean;
  /** Another end than planned, in steps from the training's first. */
  steps?: number;
  /** The same in epochs. */
  epochs?: number;
  /** Bytes for decoded pictures, if other than then. */
  memory?: number;
  /** A file that keeps decoded pictures, if other than then. */
  cache?: string;
  /** Seconds between two checkpoints, if other than then. */
  checkpointEvery?: number;
  /** As for `startRun()`. */
  signal?: AbortSignal;
  /**
   * Starts the backend of that name and says on how many threads it computes, if that is
   * known; by default the one that runs is taken.
   */
  startBackend?: (name: string) => Promise<number | void>;
}

/**
 * Goes on with a run from its folder alone, as if it had never stopped.
 *
 * The newest checkpoint that is whole decides; newer ones that are damaged are told and
 * stay. On the backend of then, and on the same images, every step to come has the bits
 * that it would have had.
 *
 * @example
 * ```ts ignore
 * import { resumeRun } from "./resume_run.ts";
 *
 * const run = await resumeRun("runs/2026-01-31_09-05-00");
 * for await (const { step, lossD, lossG } of run.steps()) console.log(step, lossD, lossG);
 * await run.close();
 * ```
 *
 * @param folder The run's folder.
 * @param options Nothing is needed.
 * @returns The run. The caller closes it.
 * @throws {RangeError} If it is no run's folder, no checkpoint is whole, the images are
 *   not those of then, or its end lies behind it; the message says what was found.
 * @throws {SetNotHereError} If a set of the catalogue is no longer on this machine.
 * @throws {FolderInUseError} If another process trains there.
 */
export async function resumeRun(
  folder: string,
  {
    log = console.log,
    logRecord = log,
    startBackend = () => Promise.resolve(),
    signal,
    ...changes
  }: ResumeRunOptions = {},
): Promise<TrainingRun> {
  const path = join(folder, "checkpoints");
  await requireRunFolder(folder);
  const checkpoints = await CheckpointFolder.open(path, { log });
  try {
    const { newest, refused } = await checkpoints.loadNewest();
    if (newest === null) throw noneWhole(folder, refused);
    const { state, path: file, step } = newest;
    requireRunPlan(state.about, file);
    const { about: plan, recipe: stored } = state;
    if (stored === null) {
      throw new RangeError(`Cannot resume from '${file}' as it must have a recipe: none`);
    }
    const { set, steps, epochs, memory, allowOtherData = false } = changes;
    const cache = changes.cache === undefined ? undefined : resolve(changes.cache);
    const recipe = overrideRecipe(stored, {
      ...(set !== undefined && { "data.set": absoluteSet(set) }),
      ...(steps !== undefined && { steps }),
      ...(epochs !== undefined && { epochs }),
    });
    const threads = await startBackend(plan.backend) ?? undefined;
    const backend = tf.getBackend();
    const about = {
      ...plan,
      backend,
      memory: memory ?? plan.memory,
      cache: cache ?? plan.cache ?? null,
      checkpointEvery: changes.checkpointEvery ?? plan.checkpointEvery,
    };
    const data = await openMoved({
      ...recipe.data,
      channels: recipe.data.channels as 1 | 3,
      batchSize: recipe.batchSize,
      seed: plan.seed,
      memory: about.memory ?? undefined,
      cache: about.cache ?? undefined,
      horizontalFlips: plan.horizontalFlips,
      log,
      signal,
    });
    try {
      const images = data.batches;
      // Also where no end is named: fewer images make shorter epochs.
      const end = recipe.steps === null
        ? { epochs: recipe.epochs! }
        : { steps: recipe.steps };
      requireAhead(folder, step, lastStep(end, images.batchesPerEpoch));
      const { diagnoseEvery } = plan;
      const options = { images, diagnoseEvery, allowOtherData };
      const training = await continueTraining(state, options);
      const earlierData = dataSoFar(
        plan.earlierData ?? [],
        { step, set: stored.data.set, identity: state.data.identity },
        images.identity ?? null,
      );
      Object.assign(training, { recipe, about: { ...about, earlierData } });
      const run = new TrainingRun({
        folder,
        training,
        data,
        checkpoints,
        threads,
        log,
        logRecord,
      });
      for (const { reason } of refused) run.say(`Passed over a checkpoint. ${reason}`);
      const made = counted(step, "step");
      run.say(
        step < run.lastStep
          ? `Going on after step ${step} of ${run.lastStep}, in ${folder}.`
          : `${folder} is complete, after ${made}; a later end, in steps or epochs, ` +
            "lengthens it.",
      );
      if (allowOtherData) {
        run.say(`It goes on with ${data.origin}, from the beginning of an epoch.`);
      }
      if (backend !== plan.backend) {
        run.say(
          `The backend was ${plan.backend} and is ${backend} now, which may round ` +
            "otherwise: from here on the bits are not those of an uninterrupted training.",
        );
      }
      return run;
    } catch (error) {
      await data.close();
      throw error;
    }
  } catch (error) {
    await checkpoints.close();
    throw error;
  }
}

/** Opens the images of then; where they are not there, it says what to do. */
async function openMoved(options: TrainingDataOptions): Promise<TrainingData> {
  try {
    return await openTrainingData(options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(
      `${error.message}; if the run's images lie elsewhere now, name the place by 'set'`,
      { cause: error },
    );
  }
}

function requireAhead(folder: string, step: number, end: number): void {
  if (end >= step) return;
  throw new RangeError(
    `Cannot resume '${folder}' as its end must not lie behind it: ${step} steps are made, ` +
      `and it would end with step ${end}; name a later end by 'steps' or 'epochs'`,
  );
}

/** Says why there is nothing to go on from. */
function noneWhole(folder: string, refused: NewestCheckpoint["refused"]): RangeError {
  const found = refused.length === 0
    ? "it has none"
    : `the ${refused.length} that it has cannot be used, the newest one: ` +
      refused[0].reason;
  return new RangeError(
    `Cannot resume '${folder}' as it must have a checkpoint that is whole: ${found}`,
  );
}
