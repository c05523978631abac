import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { plainBatchNormActivation } from "../backend/batch_norm_activation.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { gBlock } from "./g_block.ts";

const random = new RandomGenerator(1);

Deno.test("G_block's shapes are those that Dive into Deep Learning checks", () => {
  const shape = (
    inputShape: number[],
    sizes: { stride?: number; padding?: number } = {},
  ) => {
    const block = gBlock({ inputChannels: 3, outputChannels: 20, random, ...sizes });
    const result = tf.tidy(() =>
      block.apply(tf.zeros(inputShape), { training: true }).shape
    );
    assert.deepEqual(block.outputShape(inputShape.slice(1)), result.slice(1));
    block.dispose();
    return result;
  };
  // PyTorch's (2, 3, 16, 16) → (2, 20, 32, 32), channels last here.
  assert.deepEqual(shape([2, 16, 16, 3]), [2, 32, 32, 20]);
  assert.deepEqual(shape([2, 1, 1, 3], { stride: 1, padding: 0 }), [2, 4, 4, 20]);
});

Deno.test("G_block is transposed convolution, batch norm and ReLU, and nothing more", () => {
  const block = gBlock({ inputChannels: 3, outputChannels: 4, random });
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const [filter, gamma, beta] = block.trainable;
    const x = normalTensor([2, 3, 3, 3], random) as tf.Tensor4D;
    const weights = filter as unknown as tf.Tensor4D;
    const spread = tf.conv2dTranspose(x, weights, [2, 6, 6, 4], 2, 1);
    const options = { epsilon: 1e-5, slope: 0 };
    const [expected] = plainBatchNormActivation(spread, gamma, beta, options);
    assert.deepEqual(block.apply(x, { training: true }).dataSync(), expected.dataSync());
  });
  assert.equal(tf.memory().numTensors, before);
  block.dispose();
});

Deno.test("G_block has no bias but batch norm's, and its keys count the ReLU", () => {
  const block = gBlock({ inputChannels: 3, outputChannels: 20, random });
  assert.deepEqual(
    block.parameters.map(({ key, value }) => [key, value.shape]),
    [
      ["0.weight", [4, 4, 20, 3]],
      ["1.weight", [20]],
      ["1.bias", [20]],
      ["1.running_mean", [20]],
      ["1.running_var", [20]],
    ],
  );
  assert.equal(block.modules, 3);
  block.dispose();
});
