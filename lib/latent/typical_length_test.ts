import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { typicalLength } from "./typical_length.ts";

Deno.test("typicalLength() is the root of the mean square, not the mean, by hand", () => {
  const latents = tf.tensor2d([[3, 4], [0, 0]]);
  const before = tf.memory().numTensors;
  const length = typicalLength(latents);
  assert.equal(tf.memory().numTensors, before + 1);
  assert.deepEqual(length.shape, []);
  const [value] = length.dataSync();
  assert.ok(Math.abs(value - Math.sqrt(12.5)) < 1e-6, `${value}`);
  tf.dispose([latents, length]);
});

Deno.test("typicalLength() refuses a single row of numbers", () => {
  assert.throws(() => typicalLength(tf.zeros([3])), {
    name: "RangeError",
    message: "Cannot measure lengths as 'latents' must have shape [count, latentSize]: " +
      "current shape is [3]",
  });
});
