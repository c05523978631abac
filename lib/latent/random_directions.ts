import * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { requireShape } from "../tensor/require_shape.ts";

/**
 * Arrows as long as the given ones that point anywhere: the control of an experiment.
 *
 * Going far changes an image whatever the direction. What a direction is worth shows only
 * beside one that nobody chose.
 *
 * @param arrows `[count, latentSize]`; not disposed.
 * @param random Its next draws.
 * @returns `[count, latentSize]`. The caller disposes it.
 * @throws {RangeError} If they are not of rank 2.
 */
export function randomDirections(
  arrows: tf.Tensor,
  random: RandomGenerator,
): tf.Tensor2D {
  requireShape(arrows, ["count", "latentSize"], {
    action: "draw random directions",
    name: "arrows",
  });
  return tf.tidy(() => {
    const anywhere = normalTensor(arrows.shape, random);
    const lengths = (of: tf.Tensor) => tf.norm(of, 2, 1, true);
    const scale = tf.div(lengths(arrows), lengths(anywhere));
    return tf.mul(anywhere, scale) as tf.Tensor2D;
  });
}
