import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { plainBatchNormActivation } from "../backend/batch_norm_activation.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { dBlock } from "./d_block.ts";

const random = new RandomGenerator(1);

Deno.test("D_block's shape is the one that Dive into Deep Learning checks", () => {
  const block = dBlock({ inputChannels: 3, outputChannels: 20, random });
  // PyTorch's (2, 3, 16, 16) → (2, 20, 8, 8), channels last here.
  const shape = tf.tidy(() =>
    block.apply(tf.zeros([2, 16, 16, 3]), { training: true }).shape
  );
  assert.deepEqual(shape, [2, 8, 8, 20]);
  assert.deepEqual(block.outputShape([16, 16, 3]), [8, 8, 20]);
  block.dispose();
});

Deno.test("D_block is convolution, batch norm and LeakyReLU of its slope, and nothing more", () => {
  for (const slope of [.2, 0, .6]) {
    const block = dBlock({ inputChannels: 3, outputChannels: 4, slope, random });
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const [filter, gamma, beta] = block.trainable;
      const x = normalTensor([2, 6, 6, 3], random) as tf.Tensor4D;
      const gathered = tf.conv2d(x, filter as unknown as tf.Tensor4D, 2, 1);
      const options = { epsilon: 1e-5, slope };
      const [expected] = plainBatchNormActivation(gathered, gamma, beta, options);
      assert.deepEqual(
        block.apply(x, { training: true }).dataSync(),
        expected.dataSync(),
      );
    });
    assert.equal(tf.memory().numTensors, before);
    block.dispose();
  }
});

Deno.test("D_block has no bias but batch norm's, and its keys count the LeakyReLU", () => {
  const block = dBlock({ inputChannels: 3, outputChannels: 20, random });
  assert.deepEqual(
    block.parameters.map(({ key, value }) => [key, value.shape]),
    [
      ["0.weight", [4, 4, 3, 20]],
      ["1.weight", [20]],
      ["1.bias", [20]],
      ["1.running_mean", [20]],
      ["1.running_var", [20]],
    ],
  );
  assert.equal(block.modules, 3);
  block.dispose();
});
