import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";

/** Of an arrow, what is left across the ones before, below which it is taken for theirs. */
const LEAST = .15;

/**
 * What of a direction lies along none of the others: the part that is its own.
 *
 *     d − Σ (d · e) e     over orthonormal arrows e that span the others
 *
 * Directions of two properties are rarely at right angles, so that going along the one
 * goes some way along the other too. This one goes nowhere along the others. It is shorter
 * than d, and 0 where d lies among the others.
 *
 * The arrows e are made by Gram-Schmidt. An arrow of which less than .15 of its length is
 * new is left out: answers to one question are told from one another, so the last of them
 * says nothing that the first do not, but chance.
 *
 * Source: Shen et al. (2020), section 3.2, https://arxiv.org/abs/1907.10786, for two
 * directions.
 *
 * @param direction `[1, latentSize]`; not disposed.
 * @param others `[count, latentSize]`; not disposed.
 * @returns `[1, latentSize]`. The caller disposes it.
 * @throws {RangeError} If the shapes do not fit.
 */
export async function clearDirection(
  direction: tf.Tensor,
  others: tf.Tensor,
): Promise<tf.Tensor2D> {
  const action = "clear a direction of others";
  requireShape(direction, [1, "latentSize"], { action, name: "direction" });
  const size = direction.shape[1]!;
  requireShape(others, ["count", size], { action, name: "others" });
  const [own, values] = await Promise.all([direction.data(), others.data()]);
  const basis: Float64Array[] = [];
  for (let i = 0; i < others.shape[0]; i++) {
    const other = Float64Array.from(values.subarray(i * size, (i + 1) * size));
    const left = across(other, basis);
    const length = Math.hypot(...left);
    if (length > LEAST * Math.hypot(...other)) {
      basis.push(left.map((value) => value / length));
    }
  }
  return tf.tensor2d(Float32Array.from(across(own, basis)), [1, size]);
}

/** What of an arrow is at right angles to all of a basis. */
function across(arrow: ArrayLike<number>, basis: Float64Array[]): Float64Array {
  const left = Float64Array.from(arrow);
  for (const unit of basis) {
    const along = left.reduce((sum, value, k) => sum + value * unit[k], 0);
    unit.forEach((value, k) => left[k] -= along * value);
  }
  return left;
}
