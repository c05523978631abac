import type * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { requireRandom } from "../tensor/require_random.ts";
import { requirePositive } from "../tensor/require_positive.ts";

/**
 * Latents as most generators met them in training: independent draws from N(0, 1).
 *
 * `drawLatents()` gives those of any recipe: the paper's are uniform.
 *
 * Hands-On GANs draws its fixed noise from N(−1, 1), which the generator never learned.
 *
 * @param count How many.
 * @param latentSize Numbers in each; `generator.inputShape[0]`.
 * @param random Its next draws; the same seed gives the same latents on every backend.
 * @returns `[count, latentSize]`. The caller disposes it.
 * @throws {RangeError} If `count` or `latentSize` is no positive integer, or `random` no
 *   source of randomness.
 */
export function sampleLatents(
  count: number,
  latentSize: number,
  random: RandomGenerator,
): tf.Tensor2D {
  const action = "sample latents";
  requirePositive(count, { action, name: "count" });
  requirePositive(latentSize, { action, name: "latentSize" });
  requireRandom(random, action);
  return normalTensor([count, latentSize], random) as tf.Tensor2D;
}
