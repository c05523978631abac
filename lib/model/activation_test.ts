import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { activate, activationName, LeakyRelu, Tanh } from "./activation.ts";

Deno.test("LeakyRelu keeps what is positive and multiplies the rest by its slope", () => {
  const layer = new LeakyRelu({ slope: .25 });
  const y = apply(layer.apply.bind(layer), [-2, -1, 0, 1, 2]);
  assert.deepEqual(y, [-.5, -.25, 0, 1, 2]);
  assert.deepEqual(layer.outputShape([8, 8, 3]), [8, 8, 3]);
});

Deno.test("a slope of 0 is ReLU, and its gradient is 0 where LeakyReLU's is the slope", () => {
  assert.deepEqual(apply((x) => activate(x, 0), [-2, 0, 3]), [0, 0, 3]);
  const gradient = (slope: number) =>
    apply((x) => tf.grad((x) => activate(x, slope))(x), [-2, 3]);
  assert.deepEqual(gradient(0), [0, 1]);
  assert.deepEqual(gradient(.25), [.25, 1]);
});

Deno.test("Tanh stays within (−1, 1) and is odd", () => {
  const layer = new Tanh();
  const [minus, zero, plus] = apply(layer.apply.bind(layer), [-.5, 0, .5]);
  assert.equal(zero, 0);
  assert.equal(minus, -plus);
  assert.equal(plus, Math.fround(Math.tanh(.5)));
});

Deno.test("activationName() writes the slope, and ReLU where there is none", () => {
  assert.equal(activationName(0), "ReLU");
  assert.equal(activationName(.2), "LeakyReLU .2");
  assert.equal(activationName(.01), "LeakyReLU .01");
});

function apply(f: (x: tf.Tensor) => tf.Tensor, values: number[]): number[] {
  const before = tf.memory().numTensors;
  const x = tf.tensor1d(values);
  const y = f(x);
  const result = Array.from(y.dataSync());
  tf.dispose([x, y]);
  assert.equal(tf.memory().numTensors, before);
  return result;
}
