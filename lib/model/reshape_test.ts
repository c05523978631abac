import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Reshape } from "./reshape.ts";

Deno.test("Reshape keeps the batch and the order of the numbers, channels last", () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const y = new Reshape([1, 2, 3]).apply(tf.range(0, 12).reshape([2, 6]));
    assert.deepEqual(y.arraySync(), [[[[0, 1, 2], [3, 4, 5]]], [[[6, 7, 8], [
      9,
      10,
      11,
    ]]]]);
    const flat = new Reshape([6]).apply(y);
    assert.deepEqual(flat.arraySync(), [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]);
  });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("Reshape refuses another number of numbers", () => {
  assert.equal(new Reshape([6]).name, "flatten");
  assert.throws(() => new Reshape([2, 3]).outputShape([7]), {
    name: "RangeError",
    message: "Cannot reshape as 'inputShape' must hold 6 numbers for [2, 3]: " +
      "current shape is [7]",
  });
});
