import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { requireShape } from "./require_shape.ts";

const what = { action: "compute the loss", name: "realLogits" };

Deno.test("requireShape() accepts numbers that are met and names that are free", () => {
  requireShape({ shape: [4, 1] }, ["batch", 1], what);
  requireShape({ shape: [0, 1] }, ["batch", 1], what);
  requireShape({ shape: [] }, [], what);
  tf.tidy(() => requireShape(tf.zeros([2, 8, 8, 3]), [2, "side", "side", 3], what));
});

Deno.test("requireShape() names the action, the requirement and the shape it got", () => {
  assert.throws(() => requireShape({ shape: [4, 2] }, ["batch", 1], what), {
    name: "RangeError",
    message: "Cannot compute the loss as 'realLogits' must have shape [batch, 1]: " +
      "current shape is [4, 2]",
  });
});

Deno.test("requireShape() refuses another rank, more or fewer axes", () => {
  for (const shape of [[], [4], [4, 1, 1]]) {
    assert.throws(() => requireShape({ shape }, ["batch", 1], what), RangeError);
  }
});

Deno.test("requireShape() refuses two sizes under one name", () => {
  const expected = ["batch", "side", "side", 3];
  requireShape({ shape: [1, 8, 8, 3] }, expected, what);
  assert.throws(
    () => requireShape({ shape: [1, 8, 9, 3] }, expected, what),
    /must have shape \[batch, side, side, 3\]: current shape is \[1, 8, 9, 3\]/,
  );
});
