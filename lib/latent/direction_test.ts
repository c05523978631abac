import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { directionBetween, latentDirection } from "./direction.ts";

Deno.test("latentDirection() points from the mean of those that lack it to that of those that have it, by hand", async () => {
  const having = tf.tensor2d([[1, 4], [3, 0]]), lacking = tf.tensor2d([[1, 1]]);
  const before = tf.memory().numTensors;
  const direction = latentDirection({ having, lacking });
  assert.deepEqual([...await direction.data()], [1, 1]);
  assert.deepEqual(direction.shape, [1, 2]);
  direction.dispose();
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([having, lacking]);
});

Deno.test("latentDirection() refuses no latents and latents of another size", () => {
  const [two, three, none] = [tf.zeros([1, 2]), tf.zeros([1, 3]), tf.zeros([0, 2])];
  assert.throws(() => latentDirection({ having: two, lacking: none }), {
    name: "RangeError",
    message: /'latents' must have at least one: it has 0/,
  });
  assert.throws(() => latentDirection({ having: two, lacking: three }), {
    name: "RangeError",
    message: /'lacking' must have shape \[count, 2\]: current shape is \[1, 3\]/,
  });
});

Deno.test("directionBetween() is the direction between the rows at these places, and leaks nothing", async () => {
  const latents = tf.tensor2d([[1, 1], [9, 9], [1, 4], [3, 0]]);
  const before = tf.memory().numTensors;
  const direction = directionBetween(latents, { having: [2, 3], lacking: [0] });
  assert.equal(tf.memory().numTensors, before + 1);
  assert.deepEqual([...await direction.data()], [1, 1]);
  assert.throws(() => directionBetween(latents, { having: [], lacking: [0] }), {
    name: "RangeError",
    message: /'latents' must have at least one: it has 0/,
  });
  assert.equal(tf.memory().numTensors, before + 1);
  tf.dispose([latents, direction]);
});
