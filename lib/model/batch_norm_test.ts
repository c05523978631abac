import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import {
  BatchNormActivation,
  KERAS_BATCH_NORM,
  PYTORCH_BATCH_NORM,
} from "./batch_norm.ts";

Deno.test("in training the batch is normalised by its biased variance, as by hand", () => {
  const layer = batchNorm({ channels: 1, slope: 1 });
  tf.tidy(() => {
    // Mean 2, biased variance ((−1)² + (−1)² + 2²)/3 = 2.
    const y = layer.apply(tf.tensor2d([[1], [1], [4]]), { training: true }).dataSync();
    const scale = 1 / Math.sqrt(2 + 1e-5);
    assertClose(y, [-scale, -scale, 2 * scale], 1e-6);
  });
  dispose(layer);
});

Deno.test("running statistics move by momentum to the mean and the unbiased variance", () => {
  for (const { momentum, epsilon } of [PYTORCH_BATCH_NORM, KERAS_BATCH_NORM]) {
    const layer = batchNorm({ channels: 1, momentum, epsilon });
    let [mean, variance] = [0, 1];
    for (let step = 0; step < 3; step++) {
      tf.tidy(() => layer.apply(tf.tensor2d([[1], [1], [4]]), { training: true }));
      mean = (1 - momentum) * mean + momentum * 2;
      variance = (1 - momentum) * variance + momentum * 3;
    }
    const [, , runningMean, runningVariance] = layer.parameters;
    assertClose(runningMean.value.dataSync(), [mean], 1e-6);
    assertClose(runningVariance.value.dataSync(), [variance], 1e-6);
    dispose(layer);
  }
});

Deno.test("PyTorch's and Keras's constants are the documented ones", () => {
  assert.deepEqual(PYTORCH_BATCH_NORM, { epsilon: 1e-5, momentum: .1 });
  assert.deepEqual(KERAS_BATCH_NORM, { epsilon: 1e-3, momentum: .01 });
});

Deno.test("in inference the running statistics normalise, whatever else is in the batch", () => {
  const layer = batchNorm({ channels: 2, slope: .5 });
  const [gamma, beta, mean, variance] = layer.parameters;
  tf.tidy(() => {
    gamma.value.assign(tf.tensor1d([2, 1]));
    beta.value.assign(tf.tensor1d([0, -3]));
    mean.value.assign(tf.tensor1d([1, 0]));
    variance.value.assign(tf.tensor1d([4 - 1e-5, 1 - 1e-5]));
    const y = layer.apply(tf.tensor2d([[5, 1], [-1, 7]]), { training: false });
    // 2·(5 − 1)/2 = 4; (1 − 0) − 3 = −2, halved; 2·(−1 − 1)/2 = −2, halved; 7 − 3 = 4.
    assertClose(y.dataSync(), [4, -1, -1, 4], 1e-6);
    const alone = layer.apply(tf.tensor2d([[5, 1]]), { training: false });
    assert.deepEqual(alone.dataSync(), y.dataSync().slice(0, 2));
  });
  assertClose(mean.value.dataSync(), [1, 0], 0);
  dispose(layer);
});

Deno.test("in training, the gradients of x, γ and β are finite differences within 2e-3", () => {
  const layer = batchNorm({ channels: 2, slope: .2 });
  const [gamma, beta, ...running] = layer.parameters.map(({ value }) => value);
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const x = tf.variable(normalTensor([3, 2, 2, 2], new RandomGenerator(3)));
    const weights = normalTensor([3, 2, 2, 2], new RandomGenerator(4));
    const loss = () =>
      tf.sum<tf.Scalar>(tf.mul(layer.apply(x, { training: true }), weights));
    const { grads } = tf.variableGrads(loss, [x, gamma, beta, ...running]);
    // tfjs gives null for what cannot be trained.
    assert.deepEqual(running.map(({ name }) => grads[name]), [null, null]);
    for (const variable of [x, gamma, beta]) {
      const values = variable.dataSync().slice();
      const lossAt = (shift: number) => {
        const shifted = values.slice();
        shifted[0] += shift;
        variable.assign(tf.tensor(shifted, variable.shape));
        return loss().dataSync()[0];
      };
      // In float32 a step of 1e-2 balances rounding and curvature; three digits are left.
      const difference = (lossAt(1e-2) - lossAt(-1e-2)) / 2e-2;
      lossAt(0);
      const tolerance = 2e-3 * Math.max(1, Math.abs(difference));
      assertClose([grads[variable.name].dataSync()[0]], [difference], tolerance);
    }
    x.dispose();
  });
  assert.equal(tf.memory().numTensors, before);
  dispose(layer);
});

Deno.test("in inference, gradients flow to x through the running statistics' scale", () => {
  const layer = batchNorm({ channels: 1, slope: .5 });
  tf.tidy(() => {
    layer.parameters[3].value.assign(tf.tensor1d([4 - 1e-5]));
    const gradient = tf.grad((x) => layer.apply(x, { training: false }))(
      tf.tensor2d([[3], [-3]]),
    );
    assertClose(gradient.dataSync(), [.5, .25], 1e-6);
  });
  dispose(layer);
});

Deno.test("neither mode leaves a tensor behind, with a tape or without", () => {
  const layer = batchNorm({ channels: 2 });
  const before = tf.memory().numTensors;
  for (const training of [true, false]) {
    for (let step = 0; step < 3; step++) {
      tf.tidy(() => {
        const x = normalTensor([2, 3, 3, 2], new RandomGenerator(1));
        layer.apply(x, { training });
        tf.variableGrads(() => tf.mean(layer.apply(x, { training })));
      });
    }
  }
  assert.equal(tf.memory().numTensors, before);
  dispose(layer);
});

Deno.test("one value a channel cannot be normalised in training, as in PyTorch", () => {
  const layer = batchNorm({ channels: 2 });
  tf.tidy(() => {
    assert.throws(() => layer.apply(tf.zeros([1, 2]), { training: true }), {
      name: "RangeError",
      message: "Cannot normalise a batch in training as 'x' must hold 2 or more values " +
        "a channel: current shape is [1, 2]",
    });
    layer.apply(tf.zeros([1, 2]), { training: false });
    assert.throws(() => layer.apply(tf.zeros([4, 3]), { training: true }), {
      name: "RangeError",
      message: "Cannot normalise as 'x' must have shape [batch, 2]: " +
        "current shape is [4, 3]",
    });
  });
  dispose(layer);
});

Deno.test("the layer names PyTorch's four parameters and stands for one or two modules", () => {
  const layer = batchNorm({ channels: 3, slope: 0 });
  assert.deepEqual(
    layer.parameters.map(({ key, trainable, value }) => [key, trainable, value.shape]),
    [
      ["weight", true, [3]],
      ["bias", true, [3]],
      ["running_mean", false, [3]],
      ["running_var", false, [3]],
    ],
  );
  assert.equal(layer.name, "batch norm, ReLU");
  assert.equal(layer.modules, 2);
  const bare = batchNorm({ channels: 3, slope: 1 });
  assert.equal(bare.name, "batch norm");
  assert.equal(bare.modules, 1);
  dispose(layer);
  dispose(bare);
});

function batchNorm(
  { channels, slope = 0, epsilon = 1e-5, momentum = .1 }: {
    channels: number;
    slope?: number;
    epsilon?: number;
    momentum?: number;
  },
): BatchNormActivation {
  return new BatchNormActivation({
    channels,
    slope,
    epsilon,
    momentum,
    initialisation: "keras",
    random: new RandomGenerator(1),
  });
}

function assertClose(actual: ArrayLike<number>, expected: number[], tolerance: number) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `${actual[i]} is not ${value}`);
  });
}

function dispose(layer: BatchNormActivation) {
  for (const { value } of layer.parameters) value.dispose();
}
