import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";

/**
 * The mean of several latents: what their images have in common.
 *
 * One latent carries much besides the property that one wants, so arithmetic on single
 * latents is unstable; the paper takes the mean of three.
 *
 * Source: Radford et al. (2016), section 6.3.2, https://arxiv.org/abs/1511.06434
 *
 * @param latents `[count, latentSize]`, at least one; not disposed.
 * @returns `[1, latentSize]`. The caller disposes it.
 * @throws {RangeError} If it is not of rank 2 or is empty.
 */
export function meanLatent(latents: tf.Tensor): tf.Tensor2D {
  requireLatents(latents, "latents");
  return tf.tidy(() => tf.mean(latents, 0, true).as2D(1, latents.shape[1]!));
}

/**
 * Adds and subtracts what images have in common.
 *
 *     z = mean(plus) − mean(minus) + mean(plusAlso)
 *
 * "Smiling woman − woman + man": what is taken away leaves the smile, which the last
 * term gives to another face. Without it the result has mean 0 but lies off the latents
 * that G knows, and looks unnatural. The first two are `latentDirection()`, which says how
 * far to trust them.
 *
 * Source: Radford et al. (2016), figure 7, https://arxiv.org/abs/1511.06434
 *
 * @param latents Each `[count, latentSize]`, at least one; the counts may differ. Not
 *   disposed.
 * @returns `[1, latentSize]`. The caller disposes it.
 * @throws {RangeError} If one is not of rank 2, is empty, or has another size.
 */
export function latentArithmetic(
  { plus, minus, plusAlso }: {
    plus: tf.Tensor;
    minus: tf.Tensor;
    plusAlso: tf.Tensor;
  },
): tf.Tensor2D {
  const size = requireLatents(plus, "plus");
  requireLatents(minus, "minus", size);
  requireLatents(plusAlso, "plusAlso", size);
  return tf.tidy(() =>
    tf.add(tf.sub(meanLatent(plus), meanLatent(minus)), meanLatent(plusAlso))
  );
}

/** Checks a set of latents and returns their size. */
function requireLatents(
  latents: tf.Tensor,
  name: string,
  size: number | string = "latentSize",
): number {
  const action = "compute with latents";
  requireShape(latents, ["count", size], { action, name });
  if (latents.shape[0] === 0) {
    throw new RangeError(
      `Cannot ${action} as '${name}' must have at least one: it has 0`,
    );
  }
  return latents.shape[1]!;
}
