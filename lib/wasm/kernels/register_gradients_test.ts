import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { startWasmBackend } from "../start.ts";
import { registerGradients } from "./register_gradients.ts";

Deno.test("registerGradients() does nothing the second time", () => {
  registerGradients();
  const gradient = tf.getGradient("LeakyRelu");
  registerGradients();
  assert.equal(tf.getGradient("LeakyRelu"), gradient);
});

Deno.test("leakyRelu() has a second derivative, which tfjs's own has not (1e-6)", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const cubic = (x: tf.Tensor) => tf.leakyRelu(tf.mul(x, tf.square(x)), 0.2);
    const slope = tf.grad((x: tf.Tensor) => tf.sum(cubic(x)));
    const curvature = tf.grad((x: tf.Tensor) => tf.sum(slope(x)));
    // (x³)″ = 6x, times .2 below zero.
    const values = curvature(tf.tensor1d([1, 2, -1, -3])).dataSync();
    for (const [i, expected] of [6, 12, -1.2, -3.6].entries()) {
      assert.ok(Math.abs(values[i] - expected) <= 1e-6 * Math.abs(expected));
    }
  });
});
