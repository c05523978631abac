import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { continueTraining } from "./continue_training.ts";
import { Training } from "./training.ts";

const images = resizeImages(drawDigits({ count: 12, seed: 1 }), 16);

Deno.test("continueTraining() needs the state and the images alone, and goes on bit for bit", async () => {
  const before = tf.memory().numTensors;
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 1, channels: 1, random };
  const first = new Training({
    generator: createGenerator({ ...sizes, latentSize: 3 }),
    discriminator: createDiscriminator({ ...sizes, slope: 0.1 }),
    images,
    batchSize: 4,
    adam: { learningRate: 1e-3, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 },
    loss: { reduction: "sum", halves: "halved" },
    averageDecay: .9,
    seed: 5,
  });
  for await (const _ of first.steps({ steps: 2 }));
  const state = await first.state();
  const second = await continueTraining(state, { images });
  assert.equal(second.step, 2);
  for (const training of [first, second]) {
    for await (const _ of training.steps({ steps: 4 }));
  }
  assert.deepEqual((await second.state()).tensors, (await first.state()).tensors);
  const open = tf.memory().numTensors;
  const others = resizeImages(drawDigits({ count: 12, seed: 2 }), 16);
  await assert.rejects(continueTraining(state, { images: others }), /the data must be/);
  await assert.rejects(
    continueTraining(state, { images, batchSize: 3 }),
    /the batch size/,
  );
  assert.equal(
    tf.memory().numTensors,
    open,
    "a refused continuation left tensors behind",
  );
  const third = await continueTraining(state, { images: others, allowOtherData: true });
  for (const training of [first, second, third]) {
    training.dispose();
    training.generator.dispose();
    training.discriminator.dispose();
  }
  assert.equal(tf.memory().numTensors, before);
});
