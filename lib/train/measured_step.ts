import * as tf from "@tensorflow/tfjs";
import { settleKernels } from "../backend/settle_kernels.ts";
import type { Network } from "../model/network.ts";
import type { Adam } from "./adam.ts";
import { rangeOf, requireRange } from "./batch_range.ts";
import { WATCHED_LATENTS } from "./draw_latents.ts";
import type { GeneratorAverage } from "./generator_average.ts";
import { measureHealth } from "./health.ts";
import { trainStep } from "./train_step.ts";
import { likelyCause, lossesAreFinite, TrainingFailedError } from "./training_failed.ts";
import type { StepRecord, TrainingConstants } from "./training_state.ts";

/** What a step works on; all of it stays the caller's. */
export interface MeasuredStepOptions {
  generator: Network;
  discriminator: Network;
  optimisers: { generator: Adam; discriminator: Adam };
  constants: TrainingConstants;
  /** Takes in the generator's new weights, or null for a training without. */
  average: GeneratorAverage | null;
  realImages: tf.Tensor;
  latents: tf.Tensor;
  /** Those of G's own update, where the fake batch is drawn again. */
  generatorLatents?: tf.Tensor;
  /** Whose first 64 show the health, or null for a step without. */
  fixedLatents: tf.Tensor | null;
  /** The step's number; the first is 1. */
  step: number;
  /** Which round through the images it belongs to; the first is 1. */
  epoch: number;
  /** How long the images were waited for, in milliseconds; part of the step's time. */
  waited: number;
  /** Whether these are the first images of their source, whose range is not known. */
  checkRange: boolean;
}

/**
 * Makes one step and measures it, or says why the training cannot go on.
 *
 * Measuring the health changes no bit of the training.
 *
 * @param options The networks and what they learn from.
 * @returns The step's record; its speed is that without the health.
 * @throws {RangeError} If the images do not fit the networks or leave [−1, 1].
 * @throws {TrainingFailedError} If a loss is NaN or infinite.
 */
export async function measuredStep(
  {
    optimisers,
    constants,
    average,
    fixedLatents,
    checkRange,
    step,
    epoch,
    waited,
    ...inputs
  }: MeasuredStepOptions,
): Promise<StepRecord> {
  const { realImages, generator, discriminator } = inputs;
  const { loss, fakeBatch, adam: { learningRate } } = constants;
  const started = performance.now();
  if (checkRange) await requireRange(realImages);
  // A source's last batch may be one image, which is like no other.
  const shownBy = realImages.shape[0] > 1 ? fixedLatents : null;
  const { diagnosis, ...result } = await trainStep({
    ...inputs,
    generatorOptimiser: optimisers.generator,
    discriminatorOptimiser: optimisers.discriminator,
    loss,
    fakeBatch,
    diagnose: shownBy !== null,
  });
  if (!lossesAreFinite(result)) {
    const range = await rangeOf(realImages);
    const cause = likelyCause({ step, result, learningRate, range });
    throw new TrainingFailedError(step, result, cause);
  }
  average?.update(step);
  // What fails in this step must not fail the next, nor its time be counted there.
  settleKernels();
  const seconds = (waited + performance.now() - started) / 1000;
  const imagesPerSecond = realImages.shape[0] / seconds;
  const record: StepRecord = { step, epoch, ...result, imagesPerSecond };
  if (shownBy && diagnosis) {
    const count = Math.min(WATCHED_LATENTS, shownBy.shape[0]);
    const watched = tf.slice(shownBy, 0, count);
    const networks = { generator, discriminator };
    record.health = {
      ...diagnosis,
      ...await measureHealth({ ...networks, fixedLatents: watched, realImages })
        .finally(() => watched.dispose()),
    };
  }
  return record;
}
