import * as tf from "@tensorflow/tfjs";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import { Batches } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import { generateImages } from "../latent/generate.ts";
import { sampleLatents } from "../latent/sample.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { Adam } from "../train/adam.ts";
import { digitTraining } from "../train/digit_training.ts";
import { Pauses } from "../train/pauses.ts";
import { trainStep } from "../train/train_step.ts";

/**
 * A short training on images that lie in another range than the generator's [−1, 1].
 *
 * `Training` refuses such images; the chapter on data shows what they do. Each call trains
 * networks of its own with the same first values, digits and latents.
 *
 * @param images 32×32 and grey.
 * @param asRange Brings a batch from [−1, 1] into the range that is tried.
 * @param options Parts of `digitTraining` to be replaced, and `steps`; `signal` ends the
 * training after the step that runs.
 * @returns What the generator makes of eight latents, the same in every call, and for each
 * step D's mean score of its real batch before it learned from it.
 */
export async function trainInRange(
  images: ImageSet,
  asRange: (images: tf.Tensor) => tf.Tensor,
  {
    steps = 150,
    width = digitTraining.width,
    batchSize = digitTraining.batchSize,
    signal,
  }: { steps?: number; width?: number; batchSize?: number; signal?: AbortSignal } = {},
): Promise<{ made: ImageBatch; scores: number[] }> {
  const random = new RandomGenerator(1);
  const { size, channels, latentSize, learningRate } = digitTraining;
  const generator = createGenerator({ size, width, channels, latentSize, random });
  const discriminator = createDiscriminator({ size, width, channels, random });
  const constants = { learningRate, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const generatorOptimiser = new Adam(generator.trainable, constants);
  const discriminatorOptimiser = new Adam(discriminator.trainable, constants);
  const networks = { generator, discriminator };
  const players = { ...networks, generatorOptimiser, discriminatorOptimiser };
  const fixedLatents = sampleLatents(8, latentSize, random);
  const batches = new Batches(images, { batchSize, random });
  const scores: number[] = [];
  const pauses = new Pauses();
  for (let step = 0; step < steps && !signal?.aborted; step++) {
    await pauses.takeIfDue();
    const batch = batches.next().images;
    const realImages = tf.tidy(() => asRange(batch)) as tf.Tensor4D;
    const latents = sampleLatents(batchSize, latentSize, random);
    const { scoreReal } = await trainStep({ ...players, realImages, latents });
    scores.push(scoreReal);
    tf.dispose([batch, realImages, latents]);
  }
  const made = await generateImages(generator, fixedLatents);
  fixedLatents.dispose();
  for (const player of Object.values(players)) player.dispose();
  return { made, scores };
}
