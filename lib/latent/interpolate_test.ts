import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { interpolate } from "./interpolate.ts";

Deno.test("interpolate() walks in equal steps and meets both ends exactly", () => {
  tf.tidy(() => {
    const [a, b] = [tf.tensor2d([[0.1, -4]]), tf.tensor2d([[0.5, 0.3]])];
    const line = interpolate(a, b, 5);
    assert.deepEqual(line.shape, [5, 2]);
    const rows = line.arraySync();
    assert.deepEqual(rows[0], a.arraySync()[0]);
    assert.deepEqual(rows[4], b.arraySync()[0]);
    [0.1, 0.2, 0.3, 0.4, 0.5].forEach((x, i) =>
      assert.ok(Math.abs(rows[i][0] - x) < 1e-6)
    );
  });
});

Deno.test("interpolate() takes latents of rank 1 and 2 alike and leaks nothing", () => {
  const [a, b] = [tf.tensor1d([0, 2]), tf.tensor2d([[4, 2]])];
  const before = tf.memory().numTensors;
  const line = interpolate(a, b, 3);
  assert.deepEqual(line.arraySync(), [[0, 2], [2, 2], [4, 2]]);
  assert.equal(tf.memory().numTensors, before + 1);
  tf.dispose([a, b, line]);
});

Deno.test("interpolate() refuses latents of two sizes, several at once, and one step", () => {
  tf.tidy(() => {
    const a = tf.zeros([1, 3]);
    assert.throws(() => interpolate(a, tf.zeros([1, 4]), 3), {
      name: "RangeError",
      message:
        "Cannot interpolate as 'b' must have shape [1, 3]: current shape is [1, 4]",
    });
    assert.throws(() => interpolate(tf.zeros([2, 3]), a, 3), RangeError);
    assert.throws(
      () => interpolate(a, a, 1),
      /'steps' must be .* from 2: current value is 1/,
    );
  });
});
