import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { repeats } from "./binary.ts";

const OPS = { add: tf.add, sub: tf.sub, mul: tf.mul, div: tf.div } as const;
const OTHERS = {
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

// The result's shape is the first; the others' sizes are off 4, and one is over a task.
const SHAPES: [number[], number[]][] = [
  [[7], [7]],
  [[2, 3, 5], [2, 3, 5]],
  [[5, 6], []],
  [[], [3, 3]],
  [[4, 3], [3]],
  [[5, 1], [1]],
  [[2, 7, 2], [2]],
  [[7], [1, 3, 7]],
  [[3, 2, 2, 5], [1, 1, 1, 5]],
  [[4, 6], [1, 1]],
  [[2, 3, 4], [3, 4]],
  [[16385 + 3], [1]],
  [[6000, 3], [3]],
  [[3, 1], [1, 4]],
  [[3, 5], [3, 1]],
  [[0, 3], [3]],
  [[], []],
];

for (const [name, op] of Object.entries({ ...OPS, ...OTHERS })) {
  const exact = name in OPS || name.endsWith("imum");
  const title = exact ? "to the bit" : "within 3e-7, being rounded twice";
  Deno.test(`${name}() gives what the cpu backend gives, ${title}`, async () => {
    for (const [a, b] of SHAPES) {
      await sameOnBackends(
        () => op(wave(a), wave(b, { offset: 1.5 })),
        exact ? 0 : 3e-7,
      );
    }
  });
}

Deno.test("Binary ops treat zero, NaN and ±∞ as cpu does", async () => {
  const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 1e38, 1e-45];
  for (const op of Object.values({ ...OPS, ...OTHERS })) {
    await sameOnBackends(() => {
      const a = tf.tensor2d(special.map((value) => special.map(() => value)));
      const b = tf.tensor2d(special.map(() => special));
      return op(a, b);
    }, 0);
  }
});

Deno.test("Elementwise ops of integers give integers, as on cpu", async () => {
  await sameOnBackends(() => {
    const a = tf.tensor1d([7, -7, 3], "int32");
    const b = tf.tensor1d([2, 2, 5], "int32");
    return [tf.add(a, b), tf.mul(a, b), tf.div(a, b), tf.maximum(a, b)];
  }, 0);
});

Deno.test("addN() adds in the order of its terms, as on cpu, to the bit", async () => {
  await sameOnBackends(() => {
    const terms = [1, 1e-8, -1, 3].map((scale) => tf.mul(wave([5, 7]), scale));
    return [tf.addN(terms), tf.addN(terms.slice(0, 1)), tf.addN([terms[0], terms[0]])];
  }, 0);
});

Deno.test("addN() leaves its terms as they are", async () => {
  await sameOnBackends(() => {
    const terms = [wave([9]), wave([9]), wave([9])];
    tf.addN(terms);
    return terms;
  }, 0);
});

Deno.test("repeats() is true where a shape stands at the end of the other", () => {
  assert.ok(repeats([], [2, 3]));
  assert.ok(repeats([1, 1], [2, 3]));
  assert.ok(repeats([3], [2, 3]));
  assert.ok(repeats([1, 3], [2, 3]));
  assert.ok(repeats([2, 3], [2, 3]));
  assert.ok(!repeats([2, 1], [2, 3]));
  assert.ok(!repeats([1, 2, 1], [5, 2, 3]));
});
