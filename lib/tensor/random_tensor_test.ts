import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "./random.ts";
import { normalTensor, uniformTensor } from "./random_tensor.ts";

Deno.test("uniformTensor() holds the generator's draws in row-major order", () => {
  const tensor = uniformTensor([2, 3], new RandomGenerator(9));
  const random = new RandomGenerator(9);
  assert.deepEqual(tensor.shape, [2, 3]);
  assert.deepEqual(
    Array.from(tensor.dataSync()),
    Array.from({ length: 6 }, () => random.uniform()),
  );
  tensor.dispose();
});

Deno.test("uniformTensor() spreads its draws over [low, high)", () => {
  const tensor = uniformTensor([1000], new RandomGenerator(9), { low: -1, high: 3 });
  const values = tensor.dataSync();
  assert.ok(values.every((value) => value >= -1 && value < 3));
  assert.ok(Math.min(...values) < -.95 && Math.max(...values) > 2.95);
  tensor.dispose();
});

Deno.test("normalTensor() scales the generator's draws by deviation and adds mean", () => {
  const tensor = normalTensor([2, 2], new RandomGenerator(9), {
    mean: 1,
    deviation: .02,
  });
  const random = new RandomGenerator(9);
  assert.deepEqual(
    Array.from(tensor.dataSync()),
    Array.from({ length: 4 }, () => Math.fround(1 + .02 * random.normal())),
  );
  tensor.dispose();
});

Deno.test("random tensors may be scalars or empty and leave nothing behind", () => {
  const before = tf.memory().numTensors;
  const random = new RandomGenerator(9);
  const tensors = [normalTensor([], random), uniformTensor([0, 3], random)];
  assert.equal(tensors[0].size, 1);
  assert.equal(tensors[1].size, 0);
  tf.dispose(tensors);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("random tensors of sizes that are none are refused, with the shape", () => {
  for (const size of [-1, 1.5, NaN, Infinity]) {
    assert.throws(() => normalTensor([size, 3], new RandomGenerator(1)), {
      name: "RangeError",
      message:
        "Cannot draw a tensor as 'shape' must have whole numbers from 0: current " +
        `value is [${size}, 3]`,
    });
  }
});
