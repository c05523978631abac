import type { ImageSet } from "../data/image_set.ts";
import type { Network } from "../model/network.ts";
import type { BatchSource } from "./batch_source.ts";
import { Training } from "./training.ts";
import type { StepRecord } from "./training_state.ts";

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
  /** Images in a batch, 2 or more; 64 by default. A source of batches decides itself. */
  batchSize?: number;
  /** Adam's α, for both networks; 2e-4 by default. */
  learningRate?: number;
  /** Adam's β1; .5 by default, as .9 oscillates. */
  beta1?: number;
  /** Adam's β2; .999 by default. */
  beta2?: number;
  /** Adam's ε; 1e-8 by default. */
  epsilon?: number;
  /** Decides the latents and the order of the images; 1 by default. */
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
 * The short form of {@link Training}, for one that is never interrupted and continued.
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
 *   positive integer, or the images do not fit the networks or leave [−1, 1].
 * @throws {TrainingFailedError} If a loss is NaN or infinite; it says the likely cause.
 * @throws {MemoryFullError} If a batch does not fit; it names one that does.
 */
export async function* train({
  steps,
  epochs,
  signal,
  batchSize = 64,
  learningRate = 2e-4,
  beta1 = 0.5,
  beta2 = 0.999,
  epsilon = 1e-8,
  seed = 1,
  ...parts
}: TrainOptions): AsyncGenerator<StepRecord, void, void> {
  const adam = { learningRate, beta1, beta2, epsilon };
  const training = new Training({ ...parts, batchSize, adam, seed });
  try {
    yield* training.steps({ steps, epochs, signal });
  } finally {
    training.dispose();
  }
}
