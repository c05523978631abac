import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { generateImages } from "./generate.ts";
import { sampleLatents } from "./sample.ts";

function example() {
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 2, channels: 3, latentSize: 4 };
  return {
    generator: createGenerator({ ...sizes, random }),
    latents: sampleLatents(5, 4, random),
  };
}

Deno.test("generateImages() gives the same images whatever the batch size", async () => {
  const { generator, latents } = example();
  const whole = await generateImages(generator, latents);
  assert.deepEqual(whole.shape, [5, 16, 16, 3]);
  assert.ok(whole.data.every((value) => value > -1 && value < 1));
  for (const batchSize of [1, 2, 5]) {
    assert.deepEqual(await generateImages(generator, latents, { batchSize }), whole);
  }
  generator.dispose();
  latents.dispose();
});

Deno.test("generateImages() is the generator in inference mode", async () => {
  const { generator, latents } = example();
  const images = await generateImages(generator, latents);
  tf.tidy(() => {
    const expected = generator.apply(latents, { training: false }).dataSync();
    assert.deepEqual(images.data, expected);
    const inTraining = generator.apply(latents, { training: true }).dataSync();
    assert.notDeepEqual(images.data, inTraining);
  });
  generator.dispose();
  latents.dispose();
});

Deno.test("generateImages() leaves the generator as it was and no tensor behind", async () => {
  const { generator, latents } = example();
  const values = () => generator.parameters.map(({ value }) => [...value.dataSync()]);
  const before = { numTensors: tf.memory().numTensors, values: values() };
  await generateImages(generator, latents, { batchSize: 2 });
  assert.equal(tf.memory().numTensors, before.numTensors);
  assert.deepEqual(values(), before.values);
  generator.dispose();
  latents.dispose();
});

Deno.test("generateImages() refuses latents of another size", async () => {
  const { generator, latents } = example();
  const wrong = tf.zeros([2, 7]);
  await assert.rejects(generateImages(generator, wrong), {
    name: "RangeError",
    message: "Cannot generate images as 'latents' must have shape [count, 4]: " +
      "current shape is [2, 7]",
  });
  tf.dispose([latents, wrong]);
  generator.dispose();
});

Deno.test("generateImages() refuses a batch size that would never end", async () => {
  const { generator, latents } = example();
  for (const batchSize of [0, -1, 1.5, NaN]) {
    await assert.rejects(generateImages(generator, latents, { batchSize }), {
      name: "RangeError",
      message: "Cannot generate images as 'batchSize' must be a positive integer: " +
        `current value is ${batchSize}`,
    });
  }
  latents.dispose();
  generator.dispose();
});
