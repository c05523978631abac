import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { readOut } from "./read_out.ts";

Deno.test("readOut() returns the numbers and the shape, row by row", async () => {
  await tf.setBackend("cpu");
  const sums = await readOut(() => tf.tensor2d([[1, 2, 3], [4, 5, 6]]).add(1));
  assert.deepEqual(sums, { data: Float32Array.of(2, 3, 4, 5, 6, 7), shape: [2, 3] });
});

Deno.test("readOut() reads booleans as 0 and 1", async () => {
  await tf.setBackend("cpu");
  const { data } = await readOut(() => tf.greater(tf.tensor1d([-1, 1]), 0));
  assert.deepEqual(data, Float32Array.of(0, 1));
});

Deno.test("readOut() keeps no tensor of its own and leaves the caller's alone", async () => {
  await tf.setBackend("cpu");
  const mine = tf.tensor1d([1, 2]);
  const before = tf.memory().numTensors;
  await readOut(() => mine);
  await readOut(() => mine.square().add(1));
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual([...await mine.data()], [1, 2]);
  mine.dispose();
});

Deno.test("readOut() refuses what is not a tensor", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  const refused = readOut(() => 3 as unknown as tf.Tensor);
  await assert.rejects(refused, { message: /must return a tensor: it returned number/ });
  assert.equal(tf.memory().numTensors, before);
});
