import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { tinyRecipe } from "../../test/tiny_run.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { generateImages } from "../latent/generate.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { createNetworks } from "../train/create_networks.ts";
import { Training } from "../train/training.ts";
import { FixedSamples } from "./fixed_samples.ts";

const images = resizeImages(drawDigits({ count: 8, seed: 1 }), 16);

/** Gives a test a training whose grid shows so many samples. */
async function withTraining(
  count: number,
  test: (training: Training) => Promise<void>,
  averageDecay: number | null = null,
) {
  await tf.setBackend("cpu");
  const recipe = tinyRecipe({ "logging.grid.count": count, averageDecay });
  const networks = createNetworks(recipe, new RandomGenerator(1));
  const training = new Training({ ...networks, recipe, images, seed: 1 });
  await test(training);
  for (const part of [training, networks.generator, networks.discriminator]) {
    part.dispose();
  }
}

Deno.test("FixedSamples shows as many as the recipe says, and leaves no tensor", async () => {
  for (const [count, shown] of [[21, 21], [128, 128]]) {
    await withTraining(count, async (training) => {
      const before = tf.memory().numTensors;
      const samples = new FixedSamples(training);
      assert.equal(samples.count, shown);
      assert.deepEqual((await samples.images()).shape, [shown, 16, 16, 1]);
      assert.equal(tf.memory().numTensors, before);
    });
  }
});

Deno.test("FixedSamples generates once a step, and anew after the next one", () =>
  withTraining(4, async (training) => {
    const samples = new FixedSamples(training);
    const untrained = await samples.images();
    assert.equal(await samples.images(), untrained);
    await Array.fromAsync(training.steps({ steps: 1 }));
    assert.notDeepEqual((await samples.images()).data, untrained.data);
  }));

Deno.test("FixedSamples are the average's where the generator's weights are averaged", () =>
  withTraining(64, async (training) => {
    await Array.fromAsync(training.steps({ steps: 4 }));
    const { data } = await new FixedSamples(training).images();
    const [averaged, raw] = await Promise.all(
      [training.sampledGenerator, training.generator]
        .map((generator) => generateImages(generator, training.fixedLatents)),
    );
    assert.deepEqual(data, averaged.data);
    assert.notDeepEqual(data, raw.data);
  }, .9));
