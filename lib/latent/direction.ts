import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";
import { meanLatent } from "./arithmetic.ts";

/**
 * The arrow from latents whose images lack something to latents whose images have it.
 *
 *     d = mean(having) − mean(lacking)
 *
 * The mean of n independent latents has a length of about √(latentSize / n), so of few
 * latents d is mostly chance. Of many, chance cancels and what they share is left.
 *
 * Source: Radford et al. (2016), figure 8, the "turn vector", of four samples each,
 * https://arxiv.org/abs/1511.06434
 *
 * @param groups Each `[count, latentSize]`, at least one; not disposed.
 * @returns `[1, latentSize]`. The caller disposes it.
 * @throws {RangeError} If one is not of rank 2, is empty, or has another size.
 */
export function latentDirection(
  { having, lacking }: { having: tf.Tensor; lacking: tf.Tensor },
): tf.Tensor2D {
  requireShape(lacking, ["count", having.shape[1]!], {
    action: "find a direction",
    name: "lacking",
  });
  return tf.tidy(() => tf.sub(meanLatent(having), meanLatent(lacking)));
}

/**
 * The arrow between two groups of samples that are named by their places among all.
 *
 * See {@link latentDirection}.
 *
 * @param latents `[count, latentSize]`; not disposed.
 * @param places Those of either group's rows, at least one each.
 * @returns `[1, latentSize]`. The caller disposes it.
 * @throws {RangeError} If a group is empty, or the latents are not of rank 2.
 */
export function directionBetween(
  latents: tf.Tensor,
  { having, lacking }: { having: readonly number[]; lacking: readonly number[] },
): tf.Tensor2D {
  requireShape(latents, ["count", "latentSize"], {
    action: "find a direction",
    name: "latents",
  });
  const rows = (places: readonly number[]) => tf.gather(latents, [...places]);
  return tf.tidy(() => latentDirection({ having: rows(having), lacking: rows(lacking) }));
}
