import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";

/**
 * The root of the mean squared length of latents.
 *
 *     √ mean |z|²
 *
 * It is this and not the mean length that one can calculate with: of independent latents
 * the squares of the lengths add up, as in √(100 + 100 + 100) for a sum of three.
 *
 * @param latents `[count, latentSize]`; not disposed.
 * @returns A scalar; about √latentSize for draws from N(0, 1). The caller disposes it.
 * @throws {RangeError} If they are not of rank 2.
 */
export function typicalLength(latents: tf.Tensor): tf.Scalar {
  requireShape(latents, ["count", "latentSize"], {
    action: "measure lengths",
    name: "latents",
  });
  return tf.tidy(() => tf.sqrt(tf.mean(tf.sum(tf.square(latents), 1))).asScalar());
}
