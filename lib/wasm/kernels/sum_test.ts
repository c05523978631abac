import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { startWasmBackend } from "../start.ts";

// Over all, leading, trailing, middle and scattered axes; pieces of rows that end early;
// many short sums; and none.
const CASES: [number[], number[] | undefined][] = [
  [[], undefined],
  [[1], undefined],
  [[7], undefined],
  [[2, 3, 5], undefined],
  [[2, 3, 5], [0]],
  [[2, 3, 5], [0, 1]],
  [[2, 3, 5], [2]],
  [[2, 3, 5], [-1, 1]],
  [[4, 3, 2, 5], [1, 2]],
  [[4, 3, 2, 5], [0, 2]],
  [[3, 4], []],
  [[40000], undefined],
  [[1000, 37], [0]],
  [[3, 700, 37], [1]],
  [[70, 5000], [0]],
  [[20000, 3], [1]],
  [[0], undefined],
  [[0, 3], [0]],
  [[3, 0], [0]],
];

for (const [name, op] of [["sum", tf.sum], ["mean", tf.mean]] as const) {
  Deno.test(`${name}() gives what the cpu backend gives, within 2e-7`, async () => {
    for (const [shape, axes] of CASES) {
      const x = () => wave(shape, { offset: 0.3 });
      await sameOnBackends(() => op(x(), axes), 2e-7);
      await sameOnBackends(() => op(x(), axes, true), 2e-7);
    }
  });

  Deno.test(`${name}() lets NaN and ±∞ through, as on cpu`, async () => {
    for (const special of [NaN, Infinity, -Infinity]) {
      await sameOnBackends(() => {
        const x = tf.tensor2d([[1, 2, special, 4, 5], [1, 2, 3, 4, 5]]);
        return [op(x), op(x, 0), op(x, 1)];
      }, 2e-7);
    }
  });

  Deno.test(`${name}() of integers and booleans is as on cpu`, async () => {
    await sameOnBackends(
      () => [
        op(tf.tensor2d([[1, 2], [3, 5]], [2, 2], "int32"), 0),
        op(tf.tensor1d([true, true, false], "bool")),
      ],
      2e-7,
    );
  });
}

Deno.test("sum() adds in double precision: a million times .1 is 100000.0015 (1e-8)", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const sum = tf.tidy(() => tf.sum(tf.fill([1000000], 0.1)).dataSync()[0]);
  const exact = Math.fround(0.1) * 1e6;
  assert.ok(Math.abs(sum / exact - 1) <= 4e-8, `the sum is ${sum}`);
});

Deno.test("The sum of numbers that cancel has the same bits on 1 to 4 threads", async () => {
  // Numbers of all sizes and then their opposites: what is left is the sums' rounding.
  const length = 70_001;
  const some = Float32Array.from({ length }, (_, i) => Math.sin(i) * 10 ** (i % 20));
  const values = [...some, ...some.map((value) => -value)];
  let first: tf.TypedArray | undefined;
  for (const threads of [1, 2, 3, 4]) {
    const name = `wasm-${threads}-threads`;
    await startWasmBackend({ name, threads, poison: true });
    await tf.setBackend(name);
    const sum = tf.tidy(() => tf.sum(tf.tensor(values)).dataSync());
    first ??= sum;
    assert.notEqual(sum[0], 0);
    assert.deepEqual(sum, first, `${threads} threads give other bits than 1`);
  }
});
