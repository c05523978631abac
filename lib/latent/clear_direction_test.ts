import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { clearDirection } from "./clear_direction.ts";

/** What is left of a direction, as numbers. */
async function left(direction: number[], others: number[][]): Promise<number[]> {
  const [d, o] = [tf.tensor2d([direction]), tf.tensor2d(others)];
  const clear = await clearDirection(d, o);
  const values = [...await clear.data()];
  tf.dispose([d, o, clear]);
  return values;
}

Deno.test("clearDirection() leaves what lies along none of the others, by hand", async () => {
  assert.deepEqual(await left([3, 4], [[2, 0]]), [0, 4]);
  assert.deepEqual(await left([1, 2, 3], [[1, 0, 0], [1, 1, 0]]), [0, 0, 3]);
});

Deno.test("clearDirection() leaves nothing of a direction among the others, to 1e-6", async () => {
  const values = await left([1, 2, 0], [[1, 0, 0], [1, 1, 0]]);
  assert.ok(values.every((value) => Math.abs(value) < 1e-6), `${values}`);
});

Deno.test("clearDirection() leaves out an arrow that is hardly new", async () => {
  // Of the second arrow a tenth is new; taken in, it would leave nothing.
  assert.deepEqual(await left([0, 5], [[1, 0], [1, 0.1]]), [0, 5]);
  assert.deepEqual(await left([0, 5], [[1, 0], [1, 0.2]]), [0, 0]);
});

Deno.test("what clearDirection() leaves is at right angles to twenty others of a hundred numbers, to 1e-5 of their lengths", async () => {
  const random = new RandomGenerator(1);
  const direction = normalTensor([1, 100], random);
  const others = normalTensor([20, 100], random);
  const before = tf.memory().numTensors;
  const clear = await clearDirection(direction, others);
  assert.equal(tf.memory().numTensors, before + 1);
  const along = await tf.tidy(() => tf.matMul(clear, others, false, true)).data();
  assert.ok(along.every((value) => Math.abs(value) < 1e-5 * 100), `${along}`);
  assert.ok((await tf.tidy(() => tf.norm(clear)).data())[0] > 5);
});

Deno.test("clearDirection() refuses other sizes", async () => {
  await assert.rejects(clearDirection(tf.zeros([1, 2]), tf.zeros([1, 3])), {
    name: "RangeError",
    message: /'others' must have shape \[count, 2\]: current shape is \[1, 3\]/,
  });
});
