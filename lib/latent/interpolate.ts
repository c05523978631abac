import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";

/**
 * Latents on the straight line from one to another, both ends included.
 *
 *     z_t = (1 − t) a + t b,  t = 0, 1/(steps − 1), …, 1
 *
 * Halfway between two independent latents the length is only 1/√2 of theirs, where the
 * generator has seen little; the images still change smoothly.
 *
 * Source: Radford et al. (2016), section 6.1, https://arxiv.org/abs/1511.06434
 *
 * @param a The first latent, `[1, latentSize]` or `[latentSize]`; not disposed.
 * @param b The last, of the same size; not disposed.
 * @param steps How many latents, 2 or more.
 * @returns `[steps, latentSize]`. The caller disposes it.
 * @throws {RangeError} If the latents' sizes differ or `steps` is below 2.
 */
export function interpolate(a: tf.Tensor, b: tf.Tensor, steps: number): tf.Tensor2D {
  if (!Number.isInteger(steps) || steps < 2) {
    throw new RangeError(
      `Cannot interpolate as 'steps' must be a whole number from 2: current value is ${steps}`,
    );
  }
  const what = { action: "interpolate", name: "a" };
  requireShape(a, a.rank === 1 ? ["latentSize"] : [1, "latentSize"], what);
  const size = a.shape[a.rank - 1];
  requireShape(b, b.rank === 1 ? [size] : [1, size], { ...what, name: "b" });
  return tf.tidy(() => {
    const shares = Float32Array.from({ length: steps }, (_, i) => i / (steps - 1));
    const ofB = tf.tensor2d(shares, [steps, 1]);
    const ofA = tf.sub(1, ofB);
    return tf.add(tf.mul(ofA, a.reshape([1, size])), tf.mul(ofB, b.reshape([1, size])));
  });
}
