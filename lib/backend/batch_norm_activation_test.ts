import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  batchNormActivation,
  plainBatchNormActivation,
} from "./batch_norm_activation.ts";
import { silenceBanner } from "./silence_banner.ts";

async function onCpu(): Promise<void> {
  await silenceBanner("cpu");
  await tf.setBackend("cpu");
}

Deno.test("batchNormActivation() normalises, scales and activates as by hand (1e-6)", async () => {
  await onCpu();
  tf.tidy(() => {
    // Channel 1: 1, 3 have mean 2 and variance 1; channel 2: 4, 0 mean 2, variance 4.
    const x = tf.tensor2d([[1, 4], [3, 0]]);
    const [y, mean, variance] = batchNormActivation(
      x,
      tf.tensor1d([10, 1]),
      tf.tensor1d([5, 0.5]),
      { epsilon: 1e-9, slope: 0.2 },
    );
    // x̂ is −1, 1 and 1, −1, so u is −5, 15 and 1.5, −.5.
    close(y, [-1, 1.5, 15, -0.1], 1e-6);
    close(mean, [2, 2], 0);
    close(variance, [1, 4], 0);
  });
});

Deno.test("batchNormActivation() with slope 0 is ReLU, with slope 1 none (1e-6)", async () => {
  await onCpu();
  tf.tidy(() => {
    const x = tf.tensor4d([-1, 1, 1, -1], [4, 1, 1, 1]);
    const gamma = tf.ones([1]);
    const beta = tf.zeros([1]);
    const [relu] = batchNormActivation(x, gamma, beta, { epsilon: 1e-12, slope: 0 });
    close(relu, [0, 1, 1, 0], 1e-6);
    const [none] = batchNormActivation(x, gamma, beta, { epsilon: 1e-12, slope: 1 });
    close(none, [-1, 1, 1, -1], 1e-6);
  });
});

Deno.test("plainBatchNormActivation() agrees with finite differences (1e-2, float32)", async () => {
  await onCpu();
  tf.tidy(() => {
    const x = tf.tensor4d([0.3, -1, 2, 0.7, -0.4, 0.9, 1.6, -2.2], [2, 2, 1, 2]);
    const gamma = tf.tensor1d([1.3, -0.6]);
    const beta = tf.tensor1d([0.2, 0.35]);
    const weights = tf.tensor4d([1, -2, 0.5, 3, -1, 1.5, 2, -0.7], x.shape);
    const loss = (...inputs: tf.Tensor[]) => {
      const [y] = plainBatchNormActivation(inputs[0], inputs[1], inputs[2], {
        epsilon: 1e-5,
        slope: 0.2,
      });
      return tf.sum(tf.mul(y, weights)) as tf.Scalar;
    };
    const inputs = [x, gamma, beta];
    const gradients = tf.grads(loss)(inputs);
    for (const [which, gradient] of gradients.entries()) {
      const expected = finiteDifferences(loss, inputs, which, 1e-2);
      close(gradient, expected, 1e-2 * Math.max(...expected.map(Math.abs)));
    }
  });
});

Deno.test("plainBatchNormActivation() sends no gradient through the moments", async () => {
  await onCpu();
  tf.tidy(() => {
    const x = tf.tensor2d([[1], [2], [4]]);
    const gradient = tf.grad((input) => {
      const [, mean, variance] = plainBatchNormActivation(
        input,
        tf.ones([1]),
        tf.zeros([1]),
        { epsilon: 1e-5, slope: 1 },
      );
      return tf.add(mean, variance);
    })(x);
    close(gradient, [0, 0, 0], 0);
  });
});

Deno.test("batchNormActivation() leaks no tensor", async () => {
  await onCpu();
  const x = tf.ones([3, 2]);
  const gamma = tf.ones([2]);
  const before = tf.memory().numTensors;
  tf.dispose(batchNormActivation(x, gamma, gamma, { epsilon: 1e-5, slope: 0.2 }));
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([x, gamma]);
});

Deno.test("batchNormActivation() names the shape that it cannot take", async () => {
  await onCpu();
  tf.tidy(() => {
    const options = { epsilon: 1e-5, slope: 0 };
    assert.throws(
      () => batchNormActivation(tf.ones([2, 3, 4]), tf.ones([4]), tf.ones([4]), options),
      new RangeError(
        "Cannot normalise the batch as 'x' must have rank 2 or 4: " +
          "current shape is [2, 3, 4]",
      ),
    );
    assert.throws(
      () => batchNormActivation(tf.ones([2, 3]), tf.ones([3]), tf.ones([1]), options),
      new RangeError(
        "Cannot normalise the batch as 'beta' must have shape [3]: " +
          "current shape is [1]",
      ),
    );
  });
});

function close(actual: tf.Tensor, expected: number[], tolerance: number): void {
  const values = actual.dataSync();
  assert.equal(values.length, expected.length);
  for (const [index, value] of expected.entries()) {
    assert.ok(
      Math.abs(values[index] - value) <= tolerance,
      `element ${index} is ${values[index]}, not ${value}`,
    );
  }
}

/** The central differences of a scalar function, for every element of one input. */
function finiteDifferences(
  f: (...inputs: tf.Tensor[]) => tf.Scalar,
  inputs: tf.Tensor[],
  which: number,
  h: number,
): number[] {
  const values = inputs[which].dataSync();
  return Array.from(values, (_, index) => {
    const at = (offset: number) => {
      const moved = values.slice();
      moved[index] += offset;
      const all = inputs.slice();
      all[which] = tf.tensor(moved, inputs[which].shape);
      return f(...all).dataSync()[0];
    };
    return (at(h) - at(-h)) / (2 * h);
  });
}
