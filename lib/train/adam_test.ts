import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Adam } from "./adam.ts";

const constants = { learningRate: 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };

Deno.test("Adam follows algorithm 1 in double precision over 20 steps, to 1e-6", () => {
  const gradient = (t: number, i: number) => Math.sin(t * 1.7 + i) * 10 ** (i - 1);
  const expected = [1, -2, 3], m = [0, 0, 0], v = [0, 0, 0];
  const variable = tf.variable(tf.tensor1d(expected));
  const optimiser = new Adam([variable], constants);
  for (let t = 1; t <= 20; t++) {
    const gradients = tf.tensor1d(expected.map((_, i) => gradient(t, i)));
    optimiser.apply([gradients]);
    gradients.dispose();
    expected.forEach((_, i) => {
      const g = gradient(t, i);
      m[i] = constants.beta1 * m[i] + (1 - constants.beta1) * g;
      v[i] = constants.beta2 * v[i] + (1 - constants.beta2) * g * g;
      const corrected = m[i] / (1 - constants.beta1 ** t);
      const spread = Math.sqrt(v[i] / (1 - constants.beta2 ** t));
      expected[i] -= constants.learningRate * corrected / (spread + constants.epsilon);
    });
  }
  variable.dataSync().forEach((value, i) =>
    assert.ok(Math.abs(value - expected[i]) < 1e-6 * Math.abs(expected[i]) + 1e-6)
  );
  assert.equal(optimiser.step, 20);
  optimiser.dispose();
  variable.dispose();
});

Deno.test("Adam's first step has the learning rate's size whatever the gradient's", () => {
  const variables = [1e-3, 1, 1e3].map(() => tf.variable(tf.scalar(0)));
  const optimiser = new Adam(variables, constants);
  const gradients = [1e-3, 1, -1e3].map((g) => tf.scalar(g));
  optimiser.apply(gradients);
  const moved = variables.map((variable) => variable.dataSync()[0]);
  [-0.1, -0.1, 0.1].forEach((step, i) => assert.ok(Math.abs(moved[i] - step) < 2e-6));
  optimiser.dispose();
  tf.dispose([variables, gradients]);
});

Deno.test("Adam keeps the memory of its moments over the steps and frees it at the end", () => {
  const variable = tf.variable(tf.zeros([4]));
  const gradient = tf.ones([4]);
  const before = tf.memory().numTensors;
  const optimiser = new Adam([variable], constants);
  for (let i = 0; i < 5; i++) optimiser.apply([gradient]);
  assert.equal(tf.memory().numTensors, before + 2);
  const { step, firstMoments, secondMoments } = optimiser.state();
  assert.equal(step, 5);
  // m = 1 − .5⁵ and v = 1 − .999⁵ under a constant gradient of 1.
  assert.ok(Math.abs(firstMoments[0].dataSync()[0] - (1 - 0.5 ** 5)) < 1e-6);
  assert.ok(Math.abs(secondMoments[0].dataSync()[0] - (1 - 0.999 ** 5)) < 1e-6);
  optimiser.dispose();
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([variable, gradient]);
});

Deno.test("Adam refuses a number of gradients that is not that of the variables", () => {
  const variable = tf.variable(tf.zeros([1]));
  const optimiser = new Adam([variable], constants);
  assert.throws(() => optimiser.apply([]), {
    name: "RangeError",
    message:
      "Cannot apply the gradients as there must be 1, one for each variable: there are 0",
  });
  assert.equal(optimiser.step, 0);
  optimiser.dispose();
  variable.dispose();
});

Deno.test("Adam restored from its state moves variables as if it had never stopped", () => {
  const gradients = [3, -1, 0.5, 2].map((value) => tf.tensor1d([value, -value]));
  const whole = tf.variable(tf.tensor1d([1, 2]));
  const uninterrupted = new Adam([whole], constants);
  for (const gradient of gradients) uninterrupted.apply([gradient]);

  const first = tf.variable(tf.tensor1d([1, 2]));
  const stopped = new Adam([first], constants);
  for (const gradient of gradients.slice(0, 2)) stopped.apply([gradient]);
  const second = tf.variable(first);
  const resumed = new Adam([second], constants);
  const before = tf.memory().numTensors;
  resumed.restore(stopped.state());
  assert.equal(tf.memory().numTensors, before);
  stopped.dispose();
  for (const gradient of gradients.slice(2)) resumed.apply([gradient]);
  assert.deepEqual(second.dataSync(), whole.dataSync());
  assert.equal(resumed.step, 4);
  [uninterrupted, resumed].forEach((optimiser) => optimiser.dispose());
  tf.dispose([whole, first, second, gradients]);
});

Deno.test("Adam refuses a state of other variables, and one without a whole step", () => {
  const [small, large] = [2, 3].map((size) => tf.variable(tf.zeros([size])));
  const [one, other] = [small, large].map((value) => new Adam([value], constants));
  assert.throws(() => one.restore(other.state()), {
    name: "RangeError",
    message: "Cannot restore Adam as the moments must have the shapes [2] [2]: " +
      "they have [3] [3]",
  });
  assert.throws(() => one.restore({ ...one.state(), step: 0.5 }), /current value is 0.5/);
  [one, other].forEach((optimiser) => optimiser.dispose());
  tf.dispose([small, large]);
});
