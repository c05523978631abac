import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { rangeOf, requireRange } from "./batch_range.ts";

/** Hands a batch of these values to a function and disposes it. */
async function withBatch<T>(values: number[], use: (images: tf.Tensor) => Promise<T>) {
  const images = tf.tensor1d(values);
  try {
    return await use(images);
  } finally {
    images.dispose();
  }
}

Deno.test("rangeOf() gives the lowest and the highest value, and NaN where one is NaN", async () => {
  assert.deepEqual(await withBatch([3, -2, 5], rangeOf), [-2, 5]);
  assert.deepEqual(await withBatch([3, NaN, 5], rangeOf), [NaN, NaN]);
});

Deno.test("requireRange() takes [−1, 1] with what rounding adds, and refuses more or NaN", async () => {
  await withBatch([-1.00005, 1.00005], requireRange);
  for (const values of [[-1, 1.001], [-1.001, 1], [0, NaN]]) {
    await assert.rejects(withBatch(values, requireRange), {
      name: "RangeError",
      message: /the images must lie in \[−1, 1\]: current range is \[/,
    });
  }
});
