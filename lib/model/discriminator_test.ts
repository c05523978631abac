import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { uniformTensor } from "../tensor/random_tensor.ts";
import { createDiscriminator } from "./discriminator.ts";
import { summaryTable } from "./summary.ts";

const random = new RandomGenerator(1);

Deno.test("the study note's discriminator has 2,765,568 parameters, d2l's 2,765,696", () => {
  const count = (normaliseFirst: boolean) => {
    const discriminator = createDiscriminator({ normaliseFirst, random });
    const { parameters } = summaryTable(discriminator).at(-1)!;
    assert.deepEqual(discriminator.inputShape, [64, 64, 3]);
    assert.deepEqual(discriminator.outputShape([64, 64, 3]), [1]);
    discriminator.dispose();
    return parameters;
  };
  assert.equal(count(false), 2_765_568);
  assert.equal(count(true), 2_765_696);
  assert.equal(count(true) - count(false), 2 * 64); // γ and β of the first layer
});

Deno.test("its keys are PyTorch's, with batch norm on the first layer or without", () => {
  const keys = (normaliseFirst: boolean) => {
    const discriminator = createDiscriminator({ width: 1, normaliseFirst, random });
    const result = discriminator.parameters.filter(({ trainable }) => trainable)
      .map(({ key }) => key.replace("main.", ""));
    discriminator.dispose();
    return result;
  };
  assert.deepEqual(keys(false), [
    ...["0.weight", "2.weight", "3.weight", "3.bias", "5.weight", "6.weight", "6.bias"],
    ...["8.weight", "9.weight", "9.bias", "11.weight"],
  ]);
  assert.deepEqual(keys(true).slice(0, 4), [
    "0.weight",
    "1.weight",
    "1.bias",
    "3.weight",
  ]);
});

Deno.test("every size from 16 to 128 gives one logit an image", () => {
  for (const size of [16, 32, 64, 128]) {
    for (const channels of [1, 3]) {
      const before = tf.memory().numTensors;
      const discriminator = createDiscriminator({ size, width: 2, channels, random });
      const images = uniformTensor([2, size, size, channels], random, { low: -1 });
      for (const training of [true, false]) {
        const logits = discriminator.apply(images, { training });
        assert.deepEqual(logits.shape, [2, 1]);
        assert.ok(logits.dataSync().every(Number.isFinite));
        logits.dispose();
      }
      images.dispose();
      discriminator.dispose();
      assert.equal(tf.memory().numTensors, before);
    }
  }
});

Deno.test("it gives logits: scaling the last filter scales them past any sigmoid", () => {
  const discriminator = createDiscriminator({ size: 16, width: 2, random });
  tf.tidy(() => {
    const images = uniformTensor([2, 16, 16, 3], random, { low: -1 });
    const judge = () => discriminator.apply(images, { training: false }).dataSync();
    const logits = judge();
    const filter = discriminator.trainable.at(-1)!;
    filter.assign(tf.mul(filter, 2 ** 20));
    assert.deepEqual(Array.from(judge()), Array.from(logits, (logit) => logit * 2 ** 20));
  });
  discriminator.dispose();
});

Deno.test("the slope reaches every activation, and 0 makes them ReLU", () => {
  const names = (slope: number) => {
    const discriminator = createDiscriminator({ size: 16, width: 1, slope, random });
    const found = discriminator.layers.map(({ name }) => name).filter((n) =>
      /LU/.test(n)
    );
    discriminator.dispose();
    return found;
  };
  assert.deepEqual(names(.2), ["LeakyReLU .2", "batch norm, LeakyReLU .2"]);
  assert.deepEqual(names(0), ["ReLU", "batch norm, ReLU"]);
});

Deno.test("images of another shape and sizes out of range are refused", () => {
  const discriminator = createDiscriminator({ size: 16, width: 1, random });
  tf.tidy(() =>
    assert.throws(
      () => discriminator.apply(tf.zeros([4, 16, 16, 1]), { training: false }),
      {
        name: "RangeError",
        message: "Cannot judge images as 'images' must have shape [batch, 16, 16, 3]: " +
          "current shape is [4, 16, 16, 1]",
      },
    )
  );
  discriminator.dispose();
  assert.throws(() => createDiscriminator({ channels: 4, random }), {
    name: "RangeError",
    message: "Cannot create a discriminator as 'channels' must be 1 or 3: " +
      "current value is 4",
  });
});

Deno.test("the paper's kernel of 5 halves the side too; other kernels are refused", () => {
  const before = tf.memory().numTensors;
  const sizes = { size: 32, width: 2, random };
  const [four, five] = [4, 5].map((kernel) => createDiscriminator({ ...sizes, kernel }));
  assert.deepEqual(
    five.summary().map(({ outputShape }) => outputShape),
    four.summary().map(({ outputShape }) => outputShape),
  );
  const logits = tf.tidy(() => five.apply(tf.zeros([2, 32, 32, 3]), { training: false }));
  assert.deepEqual(logits.shape, [2, 1]);
  for (const disposable of [logits, four, five]) disposable.dispose();
  assert.equal(tf.memory().numTensors, before);
  assert.throws(() => createDiscriminator({ kernel: 6, random }), {
    name: "RangeError",
    message:
      "Cannot create a discriminator as 'kernel' must be 4 or 5: current value is 6",
  });
});
