import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { walk } from "./walk.ts";

/** Where two latents come along the arrows. */
async function after(arrows: number[][], length: number): Promise<unknown> {
  const latents = tf.tensor2d([[1, 0], [0, 1]]), given = tf.tensor2d(arrows);
  const before = tf.memory().numTensors;
  const walked = walk(latents, given, length);
  assert.equal(tf.memory().numTensors, before + 1);
  const values = await walked.array();
  tf.dispose([latents, given, walked]);
  return values;
}

Deno.test("walk() goes as far as it is told, however long the arrow is, by hand", async () => {
  assert.deepEqual(await after([[0, 4]], 2), [[1, 2], [0, 3]]);
  assert.deepEqual(await after([[0, 4]], -1), [[1, -1], [0, 0]]);
  assert.deepEqual(await after([[3, 4]], 10), [[7, 8], [6, 9]]);
});

Deno.test("walk() takes an arrow for each latent", async () => {
  assert.deepEqual(await after([[0, 1], [8, 0]], 2), [[1, 2], [2, 1]]);
});

Deno.test("walk() refuses arrows of other numbers and sizes", () => {
  const latents = tf.zeros([3, 2]);
  assert.throws(() => walk(latents, tf.ones([2, 2]), 1), {
    name: "RangeError",
    message: /'arrows' must have shape \[3, 2\]: current shape is \[2, 2\]/,
  });
  assert.throws(() => walk(latents, tf.ones([1, 3]), 1), { name: "RangeError" });
  assert.throws(() => walk(latents, tf.ones([1, 2]), NaN), {
    message: "Cannot walk as 'length' must be a finite number: current value is NaN",
  });
});

Deno.test("walk() refuses an arrow of length 0, which has no direction, and keeps nothing", () => {
  const latents = tf.zeros([2, 2]), arrows = tf.tensor2d([[3, 4], [0, 0]]);
  const before = tf.memory().numTensors;
  assert.throws(() => walk(latents, arrows, 1), {
    name: "RangeError",
    message: "Cannot walk as each of 'arrows' must have a length above 0: arrow 1 has 0",
  });
  assert.equal(tf.memory().numTensors, before);
});
