import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { continueTraining } from "./continue_training.ts";
import { createNetworks } from "./create_networks.ts";
import { overrideRecipe } from "./recipe.ts";
import { recipes } from "./recipes.ts";
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

Deno.test("a recipe's grid of 128 has as many fixed latents, its health is of 64, and a state with 64 of then goes on with them", async () => {
  const before = tf.memory().numTensors;
  const changes = { size: 16, channels: 1, width: 1, latentSize: 3, batchSize: 4 };
  const counts = { "logging.grid.count": 128 };
  const recipe = overrideRecipe(recipes.pytorchTutorial, { ...changes, ...counts });
  const networks = createNetworks(recipe, new RandomGenerator(1));
  const options = { ...networks, images, seed: 5, diagnoseEvery: 1 };
  const wide = new Training({ ...options, recipe });
  assert.deepEqual(wide.fixedLatents.shape, [128, 3]);
  for await (const { health } of wide.steps({ steps: 1 })) {
    assert.equal(health!.imageCount, 64);
  }
  const older = new Training({ ...options, recipe, fixedLatents: 64 });
  for (const [training, count] of [[wide, 128], [older, 64]] as const) {
    const continued = await continueTraining(await training.state(), { images });
    assert.deepEqual(continued.fixedLatents.shape, [count, 3]);
    assert.deepEqual(continued.fixedLatents.dataSync(), training.fixedLatents.dataSync());
    const { generator, discriminator } = continued;
    for (const part of [continued, generator, discriminator]) part.dispose();
  }
  await assert.rejects(
    wide.restore(await older.state()),
    /'fixedLatents' must have the shape \[128, 3\]: its shape is \[64, 3\]; make the training with 'fixedLatents: 64'$/,
  );
  const { generator, discriminator } = networks;
  const made = tf.memory().numTensors;
  assert.throws(
    () => new Training({ ...options, recipe, fixedLatents: 1 }),
    /'fixedLatents' must be a whole number of 2 or more, .*: current value is 1$/,
  );
  assert.equal(tf.memory().numTensors, made, "a refused training left tensors behind");
  for (const part of [wide, older, generator, discriminator]) part.dispose();
  assert.equal(tf.memory().numTensors, before);
});
