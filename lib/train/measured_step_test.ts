import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";
import { Adam } from "./adam.ts";
import { measuredStep, type MeasuredStepOptions } from "./measured_step.ts";

/** Hands small networks and a batch to a function, and checks that nothing is left. */
async function withStep(use: (options: MeasuredStepOptions) => Promise<void>) {
  const before = tf.memory().numTensors;
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 1, channels: 1, random };
  const generator = createGenerator({ ...sizes, latentSize: 2 });
  const discriminator = createDiscriminator(sizes);
  const adam = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const optimisers = {
    generator: new Adam(generator.trainable, adam),
    discriminator: new Adam(discriminator.trainable, adam),
  };
  const realImages = uniformTensor([4, 16, 16, 1], random, { low: -1 });
  const [latents, fixedLatents] = [4, 3].map((count) => normalTensor([count, 2], random));
  const opened = tf.memory().numTensors;
  await use({
    generator,
    discriminator,
    optimisers,
    constants: {
      adam,
      loss: { reduction: "mean", halves: "halved" },
      fakeBatch: "reused",
      latents: "normal",
      averageDecay: null,
    },
    average: null,
    realImages,
    latents,
    fixedLatents,
    step: 7,
    epoch: 2,
    waited: 0,
    checkRange: true,
  });
  assert.equal(tf.memory().numTensors, opened);
  const parts = [generator, discriminator, ...Object.values(optimisers)];
  parts.forEach((part) => part.dispose());
  tf.dispose([realImages, latents, fixedLatents]);
  assert.equal(tf.memory().numTensors, before);
}

Deno.test("measuredStep() makes the step that the constants say, with a health where latents are fixed", async () => {
  await withStep(async (options) => {
    const record = await measuredStep(options);
    assert.deepEqual([record.step, record.epoch], [7, 2]);
    assert.equal(record.lossD, (record.lossDReal + record.lossDFake) / 2);
    assert.equal(record.health?.imageCount, 3);
    assert.ok(record.health!.gradientNormD > 0 && record.imagesPerSecond > 0);
    assert.equal(options.optimisers.generator.step, 1);
    const plain = await measuredStep({ ...options, fixedLatents: null, waited: 1e6 });
    assert.ok(!("health" in plain) && !("diagnosis" in plain));
    assert.ok(plain.imagesPerSecond < 4 / 1000, "waiting is part of the time");
  });
});

Deno.test("measuredStep() measures no health on a batch of one image, which is like no other", async () => {
  await withStep(async (options) => {
    const [realImages, latents] = [options.realImages, options.latents]
      .map((batch) => tf.slice(batch, 0, 1));
    const record = await measuredStep({ ...options, realImages, latents });
    assert.equal(record.health, undefined);
    tf.dispose([realImages, latents]);
  });
});

Deno.test("measuredStep() checks the range of the first batch only, and what fails later says why", async () => {
  await withStep(async (options) => {
    const realImages = tf.fill([4, 16, 16, 1], 255);
    await assert.rejects(
      measuredStep({ ...options, realImages }),
      /\[−1, 1\].*\[255, 255\]/,
    );
    assert.equal(options.optimisers.generator.step, 0);
    const nan = tf.fill([4, 16, 16, 1], NaN);
    await assert.rejects(
      measuredStep({ ...options, realImages: nan, checkRange: false }),
      {
        name: "TrainingFailedError",
        message: /step 7 .*Likely cause: the real images hold NaN/,
      },
    );
    tf.dispose([realImages, nan]);
  });
});
