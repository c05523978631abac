/**
 * Times the training step of S1's networks: `deno task benchmark [threads] [steps]`.
 *
 * Prints the images a second of the fastest step, by the clock and by the processor time
 * that all threads took together. The second is what the clock would say if nothing else
 * ran on the machine; a noisy machine shows the difference.
 *
 * @module
 */
import process from "node:process";
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { normalTensor, uniformTensor } from "../lib/tensor/random_tensor.ts";
import { Adam } from "../lib/train/adam.ts";
import { trainStep } from "../lib/train/train_step.ts";
import { startWasmBackend } from "../lib/wasm/start.ts";

/** How many images a second a training step does. */
export interface StepSpeed {
  /** By the clock, in the fastest step. */
  imagesPerSecond: number;
  /** By the processor time of all threads, in the cheapest step. */
  imagesPerProcessorSecond: number;
}

/**
 * Trains on random images and times the steps but the first.
 *
 * @param options Sides and width of the networks, images in a batch, threads and steps.
 */
export async function timeTrainStep(
  { size = 64, width = 64, batchSize = 64, threads = 2, steps = 4 } = {},
): Promise<StepSpeed> {
  await startWasmBackend({ threads });
  await tf.setBackend("wasm-simd");
  const random = new RandomGenerator(1);
  const generator = createGenerator({ size, width, random });
  const discriminator = createDiscriminator({ size, width, random });
  const adam = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const [generatorOptimiser, discriminatorOptimiser] = [generator, discriminator]
    .map(({ trainable }) => new Adam(trainable, adam));
  const realImages = uniformTensor([batchSize, size, size, 3], random, { low: -1 });
  const latents = normalTensor([batchSize, 100], random);
  const clock: number[] = [];
  const processor: number[] = [];
  for (let step = 0; step <= steps; step++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    await trainStep({
      ...{ generator, discriminator, generatorOptimiser, discriminatorOptimiser },
      ...{ realImages, latents },
    });
    clock.push((performance.now() - start) / 1e3);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1e6);
  }
  tf.dispose([realImages, latents]);
  for (const owner of [generator, discriminator]) owner.dispose();
  for (const owner of [generatorOptimiser, discriminatorOptimiser]) owner.dispose();
  return {
    imagesPerSecond: batchSize / Math.min(...clock.slice(1)),
    imagesPerProcessorSecond: batchSize / Math.min(...processor.slice(1)),
  };
}

if (import.meta.main) {
  const [threads, steps] = [Number(Deno.args[0] ?? 2), Number(Deno.args[1] ?? 4)];
  const speed = await timeTrainStep({ threads, steps });
  console.log(
    `64×64, width 64, batch 64, ${threads} threads: ` +
      `${speed.imagesPerSecond.toFixed(1)} images a second by the clock, ` +
      `${(speed.imagesPerProcessorSecond * threads).toFixed(1)} by processor time`,
  );
}
