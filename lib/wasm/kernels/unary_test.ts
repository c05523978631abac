import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { startWasmBackend } from "../start.ts";

const EXACT = {
  neg: tf.neg,
  abs: tf.abs,
  square: tf.square,
  sqrt: (x: tf.Tensor) => tf.sqrt(tf.abs(x)),
  relu: tf.relu,
  "leakyRelu with slope .25": (x: tf.Tensor) => tf.leakyRelu(x, 0.25),
  "step with slope -2": (x: tf.Tensor) => tf.step(x, -2),
};

const CLOSE = {
  rsqrt: (x: tf.Tensor) => tf.rsqrt(tf.abs(x)),
  exp: tf.exp,
  sigmoid: tf.sigmoid,
  softplus: tf.softplus,
  tanh: tf.tanh,
};

/** Sizes off 4, empty, a scalar, and more than a task. */
const SHAPES = [[], [0], [1], [3], [4], [2, 3, 5], [16384 + 5]];

const SPECIAL = [0, NaN, Infinity, -Infinity, 1e-45, -1e-45, 1e38, -1e38, 100, -100];

for (const [name, op] of Object.entries(EXACT)) {
  Deno.test(`${name} gives what the cpu backend gives, to the bit`, async () => {
    for (const shape of SHAPES) {
      await sameOnBackends(() => op(wave(shape, { amplitude: 4 })), 0);
    }
    await sameOnBackends(() => op(tf.tensor1d(SPECIAL)), 0);
  });
}

for (const [name, op] of Object.entries(CLOSE)) {
  Deno.test(`${name} gives what the cpu backend gives, within 3e-7`, async () => {
    for (const shape of SHAPES) {
      await sameOnBackends(() => op(wave(shape, { amplitude: 4 })), 3e-7);
    }
    await sameOnBackends(() => op(tf.tensor1d(SPECIAL)), 3e-7);
  });
}

const REFERENCES: [string, (x: tf.Tensor) => tf.Tensor, (x: number) => number, number][] =
  [
    ["exp()", tf.exp, Math.exp, 2e-7],
    ["sigmoid()", tf.sigmoid, (x) => 1 / (1 + Math.exp(-x)), 3e-7],
    ["softplus()", tf.softplus, softplus, 3e-7],
    ["tanh()", tf.tanh, Math.tanh, 3e-7],
  ];

for (const [name, op, reference, tolerance] of REFERENCES) {
  Deno.test(`${name} is within ${tolerance} of each value from -87 to 88`, async () => {
    await startWasmBackend();
    await tf.setBackend("wasm-simd");
    const x = Float32Array.from({ length: 400000 }, (_, i) => -87 + i * 175 / 400000);
    const y = tf.tidy(() => op(tf.tensor1d(x)).dataSync());
    let worst = 0;
    for (const [i, value] of x.entries()) {
      const exact = reference(value);
      worst = Math.max(worst, Math.abs(y[i] - exact) / Math.abs(exact || 1));
    }
    assert.ok(worst <= tolerance, `the worst relative error is ${worst}`);
  });
}

Deno.test("exp() and sigmoid() reach 0 by way of the smallest floats (2e-45)", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const x = [-88, -95, -100, -103, -104, -200];
  for (
    const y of [
      tf.tidy(() => tf.exp(x).dataSync()),
      tf.tidy(() => tf.sigmoid(x).dataSync()),
    ]
  ) {
    for (const [i, value] of x.entries()) {
      const difference = Math.abs(y[i] - Math.exp(value));
      assert.ok(difference <= 2e-45 + 3e-7 * Math.exp(value), `${value} gives ${y[i]}`);
    }
  }
});

Deno.test("Unary ops of integers are as on cpu", async () => {
  await sameOnBackends(() => {
    const x = tf.tensor1d([4, -3, 0], "int32");
    return [tf.neg(x), tf.square(x), tf.relu(x), tf.abs(x)];
  }, 0);
});

/** ln(1 + eˣ) in double precision. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
