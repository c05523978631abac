import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";
import type { Recipe } from "./recipe.ts";

/**
 * How many fixed latents a training has at least, and of how many its health is measured:
 * enough to count clusters of their images, few enough to be generated in a moment.
 */
export const WATCHED_LATENTS = 64;

/**
 * Latents as a recipe draws them: N(0, 1), or uniform in [−1, 1) as in the DCGAN paper.
 *
 * @param shape `[count, latentSize]`.
 * @param distribution Which of the two.
 * @param random The source of randomness.
 * @returns A float32 tensor. The caller disposes it.
 */
export function drawLatents(
  shape: number[],
  distribution: Recipe["latents"]["distribution"],
  random: RandomGenerator,
): tf.Tensor {
  return distribution === "normal"
    ? normalTensor(shape, random)
    : uniformTensor(shape, random, { low: -1, high: 1 });
}

/**
 * The latents whose images show a training's progress, the same all the time.
 *
 * @param inputShape Of the generator, `[latentSize]`.
 * @param distribution As for {@link drawLatents}.
 * @param seed The training's. They come from a stream of their own, so that they take
 *   nothing from the latents of the steps.
 * @param count How many; of the same seed, more begin with the same.
 * @returns `[count, latentSize]`. The caller disposes it.
 */
export function drawFixedLatents(
  inputShape: readonly number[],
  distribution: Recipe["latents"]["distribution"],
  seed: number,
  count = WATCHED_LATENTS,
): tf.Variable {
  const random = new RandomGenerator((seed ^ 0x85ebca6b) >>> 0);
  const shape = [count, ...inputShape];
  return tf.tidy(() => tf.variable(drawLatents(shape, distribution, random), false));
}
