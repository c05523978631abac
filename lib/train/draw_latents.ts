import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";
import type { Recipe } from "./recipe.ts";

/** How many a training keeps to show its progress: the sources' grid of samples has 64. */
const FIXED_LATENTS = 64;

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
 * @returns `[64, latentSize]`. The caller disposes it.
 */
export function drawFixedLatents(
  inputShape: readonly number[],
  distribution: Recipe["latents"]["distribution"],
  seed: number,
): tf.Variable {
  const random = new RandomGenerator((seed ^ 0x85ebca6b) >>> 0);
  const shape = [FIXED_LATENTS, ...inputShape];
  return tf.tidy(() => tf.variable(drawLatents(shape, distribution, random), false));
}
