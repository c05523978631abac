import * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "../tensor/random.ts";
import { uniformTensor } from "../tensor/random_tensor.ts";
import { requireShape } from "../tensor/require_shape.ts";

/**
 * A latent amid variants of it, to be drawn in a square.
 *
 *     z + u,  u uniform in [−reach, reach)
 *
 * The middle one is the latent itself. Images that are alike say that the latent does not
 * stand on an edge; they are one place nevertheless, and count as one.
 *
 * Source: Radford et al. (2016), figure 7, with a reach of .25,
 * https://arxiv.org/abs/1511.06434
 *
 * @param latent `[1, latentSize]`; not disposed.
 * @param options.count How many rows, an odd number: 9 are a square with a middle.
 * @param options.reach How far each number may be moved, in the units of the latent.
 * @param options.random Its next draws, as many as the result has numbers.
 * @returns `[count, latentSize]`. The caller disposes it.
 * @throws {RangeError} If it is not one latent, or `count` is not odd and positive.
 */
export function variantsAround(
  latent: tf.Tensor,
  { count, reach, random }: { count: number; reach: number; random: RandomGenerator },
): tf.Tensor2D {
  const action = "vary a latent";
  requireShape(latent, [1, "latentSize"], { action, name: "latent" });
  if (!(Number.isInteger(count) && count > 0 && count % 2 === 1)) {
    throw new RangeError(
      `Cannot ${action} as 'count' must be odd and positive, so that there is a middle: ` +
        `current value is ${count}`,
    );
  }
  return tf.tidy(() => {
    const range = { low: -reach, high: reach };
    const noise = uniformTensor([count, latent.shape[1]!], random, range);
    const middle = (count - 1) / 2;
    const isAround = Array.from({ length: count }, (_, row) => Number(row !== middle));
    return tf.add(latent, tf.mul(noise, tf.tensor2d(isAround, [count, 1])));
  });
}
