import type * as tf from "@tensorflow/tfjs";
import { RANGE_TOLERANCE } from "./training_failed.ts";

/**
 * Lowest and highest value of a batch; NaN where a value is NaN.
 *
 * @param images Any shape; not disposed.
 */
export async function rangeOf(images: tf.Tensor): Promise<[number, number]> {
  const values = await images.data();
  const range: [number, number] = [Infinity, -Infinity];
  for (const value of values) {
    range[0] = Math.min(range[0], value);
    range[1] = Math.max(range[1], value);
  }
  return range;
}

/**
 * Refuses a batch that is not in [−1, 1], before networks learn from it.
 *
 * @param images The batch; not disposed.
 * @throws {RangeError} If a value lies outside, by more than rounding, or is NaN.
 */
export async function requireRange(images: tf.Tensor): Promise<void> {
  const [low, high] = await rangeOf(images);
  if (low >= -1 - RANGE_TOLERANCE && high <= 1 + RANGE_TOLERANCE) return;
  throw new RangeError(
    `Cannot train as the images must lie in [−1, 1]: current range is [${low}, ${high}]`,
  );
}
