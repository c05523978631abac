import * as tf from "@tensorflow/tfjs";
import { Batches } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { Adam } from "./adam.ts";
import { type StepResult, trainStep } from "./train_step.ts";
import {
  likelyCause,
  lossesAreFinite,
  RANGE_TOLERANCE,
  TrainingFailedError,
} from "./training_failed.ts";

/** What the trainer tells about one step. */
export interface StepRecord extends StepResult {
  /** The step's number; the first is 1. */
  step: number;
  /** Which round through the images it belongs to; the first is 1. */
  epoch: number;
  /** Real images trained on in a second of this step, without the caller's own time. */
  imagesPerSecond: number;
}

/** Where batches come from; `Batches` is one. */
export interface BatchSource {
  /** The next batch, in [−1, 1], and how many epochs were complete when it began. */
  next(): { images: tf.Tensor; epoch: number };
  /** How many batches make an epoch. */
  readonly batchesPerEpoch: number;
}

/** Where training stops, what it learns from and how. */
export interface TrainOptions {
  /** Latents in, images out. Trained in place; it stays the caller's. */
  generator: Network;
  /** Images in, logits out. Trained in place; it stays the caller's. */
  discriminator: Network;
  /** The real images, of the networks' size and channels, or batches of them. */
  images: ImageSet | BatchSource;
  /** How many steps; give either this or `epochs`. */
  steps?: number;
  /** How many rounds through the images; the incomplete last batch of each is left out. */
  epochs?: number;
  /** Images in a batch, 2 or more; a source of batches decides itself. */
  batchSize?: number;
  /** Adam's, for both networks. */
  learningRate?: number;
  /** Adam's β1; .5, as .9 oscillates. */
  beta1?: number;
  /** Adam's β2. */
  beta2?: number;
  /** Adam's ε. */
  epsilon?: number;
  /** Decides the latents and the order of the images. */
  seed?: number;
  /** Aborting it ends the training after the step that runs, without an error. */
  signal?: AbortSignal;
}

/**
 * Trains a generator and a discriminator, and tells about every step.
 *
 * Nothing is saved or drawn here: the caller does that between two steps, or stops by
 * leaving its loop. However the training ends (all steps done, `break`, an abort, an
 * error), the networks stay usable and all other memory is freed.
 *
 * Twenty times a second it lets timers and messages through, so that a live figure moves
 * and the Stop button of a notebook is heard.
 *
 * @example
 * ```ts
 * import { drawDigits } from "../data/digits.ts";
 * import { resizeImages } from "../data/resize.ts";
 * import { createDiscriminator } from "../model/discriminator.ts";
 * import { createGenerator } from "../model/generator.ts";
 * import { RandomGenerator } from "../tensor/random.ts";
 * import { train } from "./trainer.ts";
 *
 * const random = new RandomGenerator(1);
 * const sizes = { size: 16, width: 4, channels: 1, random };
 * const generator = createGenerator({ ...sizes, latentSize: 10 });
 * const discriminator = createDiscriminator(sizes);
 * const images = resizeImages(drawDigits({ count: 100, seed: 1 }), 16);
 * const options = { generator, discriminator, images, steps: 3, batchSize: 10 };
 * for await (const { step, lossD, lossG } of train(options)) {
 *   console.log(step, lossD, lossG);
 * }
 * ```
 *
 * @param options The defaults are the DCGAN paper's, with batches of 64 (it has 128).
 * @returns One record a step.
 * @throws {RangeError} If neither or both of `steps` and `epochs` are given, one is no
 *   positive whole number, or the images do not fit the networks or leave [−1, 1].
 * @throws {TrainingFailedError} If a loss is NaN or infinite; it says the likely cause.
 */
export async function* train({
  generator,
  discriminator,
  images,
  steps,
  epochs,
  batchSize = 64,
  learningRate = 2e-4,
  beta1 = 0.5,
  beta2 = 0.999,
  epsilon = 1e-8,
  seed = 1,
  signal,
}: TrainOptions): AsyncGenerator<StepRecord, void, void> {
  // A stream of its own, as callers often take the same seed for the networks' weights.
  const random = new RandomGenerator((seed ^ 0x9e3779b9) >>> 0);
  const batches = "next" in images ? images : new Batches(images, { batchSize, random });
  const last = lastStep(steps, epochs, batches.batchesPerEpoch);
  const constants = { learningRate, beta1, beta2, epsilon };
  const generatorOptimiser = new Adam(generator.trainable, constants);
  const discriminatorOptimiser = new Adam(discriminator.trainable, constants);
  const pauses = new Pauses();
  try {
    for (let step = 1; step <= last; step++) {
      await pauses.takeIfDue();
      if (signal?.aborted) return;
      const started = performance.now();
      const { images: realImages, epoch } = batches.next();
      const count = realImages.shape[0];
      const latents = normalTensor([count, ...generator.inputShape], random);
      try {
        if (step === 1) await requireRange(realImages);
        const result = await trainStep({
          generator,
          discriminator,
          generatorOptimiser,
          discriminatorOptimiser,
          realImages,
          latents,
        });
        if (!lossesAreFinite(result)) {
          const range = await rangeOf(realImages);
          const cause = likelyCause({ step, result, learningRate, range });
          throw new TrainingFailedError(step, result, cause);
        }
        const seconds = (performance.now() - started) / 1000;
        yield { step, epoch: epoch + 1, ...result, imagesPerSecond: count / seconds };
      } finally {
        tf.dispose([realImages, latents]);
      }
    }
  } finally {
    generatorOptimiser.dispose();
    discriminatorOptimiser.dispose();
  }
}

/** Lets timers and messages through now and then: a promise alone never does. */
class Pauses {
  #last = performance.now();

  async takeIfDue(): Promise<void> {
    if (performance.now() - this.#last < 50) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#last = performance.now();
  }
}

function lastStep(
  steps: number | undefined,
  epochs: number | undefined,
  stepsPerEpoch: number,
): number {
  if ((steps === undefined) === (epochs === undefined)) {
    throw new RangeError(
      "Cannot train as either 'steps' or 'epochs' must be given: " +
        (steps === undefined ? "neither is" : `both are, ${steps} and ${epochs}`),
    );
  }
  const [name, value] = steps === undefined ? ["epochs", epochs] : ["steps", steps];
  if (!Number.isInteger(value) || value! < 1) {
    throw new RangeError(
      `Cannot train as '${name}' must be a positive whole number: it is ${value}`,
    );
  }
  return steps ?? epochs! * stepsPerEpoch;
}

/** Refuses a first batch that is not in [−1, 1], before the networks learn from it. */
async function requireRange(images: tf.Tensor): Promise<void> {
  const [low, high] = await rangeOf(images);
  if (low >= -1 - RANGE_TOLERANCE && high <= 1 + RANGE_TOLERANCE) return;
  throw new RangeError(
    `Cannot train as the images must lie in [−1, 1]: current range is [${low}, ${high}]`,
  );
}

/** Lowest and highest value; NaN where a value is NaN. */
async function rangeOf(images: tf.Tensor): Promise<[number, number]> {
  const values = await images.data();
  const range: [number, number] = [Infinity, -Infinity];
  for (const value of values) {
    range[0] = Math.min(range[0], value);
    range[1] = Math.max(range[1], value);
  }
  return range;
}
