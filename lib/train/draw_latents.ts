import type * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";
import type { Recipe } from "./recipe.ts";

/** How many a training keeps to show its progress: the sources' grid of samples has 64. */
export const FIXED_LATENTS = 64;

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
