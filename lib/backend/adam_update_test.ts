import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  adamFactors,
  adamUpdate,
  type AdamUpdateOptions,
  plainAdamUpdate,
} from "./adam_update.ts";
import fixture from "./adam_update_fixture.json" with { type: "json" };
import { silenceBanner } from "./silence_banner.ts";

const options = { learningRate: 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 1 };

async function onCpu(): Promise<void> {
  await silenceBanner("cpu");
  await tf.setBackend("cpu");
}

function start(values: number[]) {
  return {
    parameter: tf.variable(tf.tensor1d(values)),
    firstMoment: tf.variable(tf.zeros([values.length])),
    secondMoment: tf.variable(tf.zeros([values.length])),
  };
}

Deno.test("adamUpdate() computes two steps as by hand (1e-6: float32)", async () => {
  await onCpu();
  tf.engine().startScope();
  const variables = start([1, -2]);
  adamUpdate({ ...variables, gradient: tf.tensor1d([0.5, -4]) }, options);
  // m = g/2, v = g²/1000; corrected: g and g²; so each parameter moves by 0.1 · sign(g).
  close(variables.parameter, [0.9, -1.9], 1e-6);
  close(variables.firstMoment, [0.25, -2], 1e-6);
  close(variables.secondMoment, [0.00025, 0.016], 1e-6);
  adamUpdate({ ...variables, gradient: tf.tensor1d([0, 0]) }, { ...options, step: 2 });
  // m halves: .125 and −1; v shrinks by .999; m is divided by 1 − .25, v by 1 − .999².
  const move = (m: number, v: number) =>
    0.1 * (m / 0.75) / (Math.sqrt(v * 0.999 / (1 - 0.999 ** 2)) + 1e-8);
  close(variables.parameter, [
    0.9 - move(0.125, 0.00025),
    -1.9 - move(-1, 0.016),
  ], 1e-6);
  tf.engine().endScope();
  tf.disposeVariables();
});

Deno.test("plainAdamUpdate() follows PyTorch for ten steps (2e-7 of each value)", async () => {
  await onCpu();
  followPyTorch((variables, gradient, step) =>
    plainAdamUpdate(
      { ...variables, gradient },
      adamFactors({ ...fixture.options, step }),
    )
  );
});

Deno.test("adamUpdate() leaks no tensor", async () => {
  await onCpu();
  const variables = start([1, 2, 3]);
  const gradient = tf.ones([3]);
  const before = tf.memory().numTensors;
  for (let step = 1; step <= 5; step++) {
    adamUpdate({ ...variables, gradient }, { ...options, step });
  }
  assert.equal(tf.memory().numTensors, before);
  gradient.dispose();
  tf.disposeVariables();
});

Deno.test("adamUpdate() names the constant or the shape that it cannot take", async () => {
  await onCpu();
  const variables = start([1, 2]);
  const gradient = tf.ones([3]);
  assert.throws(
    () => adamUpdate({ ...variables, gradient }, options),
    new RangeError(
      "Cannot update a parameter as 'gradient' must have its shape [2]: " +
        "current shape is [3]",
    ),
  );
  const wrong: [Partial<AdamUpdateOptions>, RegExp][] = [
    [{ step: 0 }, /'step' must be a positive integer: current value is 0/],
    [{ learningRate: 0 }, /'learningRate' must be above 0: current value is 0/],
    [{ learningRate: NaN }, /'learningRate' must be above 0: current value is NaN/],
    [{ epsilon: -1 }, /'epsilon' must be above 0: current value is -1/],
    [{ beta2: 1 }, /'beta2' must be in \[0, 1\): current value is 1/],
    [{ beta1: -0.1 }, /'beta1' must be in \[0, 1\): current value is -0.1/],
  ];
  for (const [option, message] of wrong) {
    assert.throws(() => adamFactors({ ...options, ...option }), message);
  }
  gradient.dispose();
  tf.disposeVariables();
});

/** Runs the fixture's steps and holds parameters and moments against PyTorch's. */
function followPyTorch(
  update: (
    variables: ReturnType<typeof start>,
    gradient: tf.Tensor,
    step: number,
  ) => void,
): void {
  const variables = start(fixture.start);
  for (const [index, values] of fixture.gradients.entries()) {
    const gradient = tf.tensor1d(values);
    update(variables, gradient, index + 1);
    gradient.dispose();
    // PyTorch may fuse a multiplication with an addition: one rounding less.
    close(variables.parameter, fixture.parameters[index], 2e-7);
  }
  close(variables.firstMoment, fixture.firstMoment, 2e-7);
  close(variables.secondMoment, fixture.secondMoment, 2e-7);
  tf.disposeVariables();
}

function close(actual: tf.Tensor, expected: number[], tolerance: number): void {
  const values = actual.dataSync();
  for (const [index, value] of expected.entries()) {
    const error = Math.abs(values[index] - value);
    assert.ok(
      error <= tolerance * Math.max(Math.abs(value), Number.MIN_VALUE),
      `element ${index} is ${values[index]}, not ${value}`,
    );
  }
}
