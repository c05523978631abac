import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { tinyRecipe } from "../../test/tiny_run.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { createNetworks } from "../train/create_networks.ts";
import { Training } from "../train/training.ts";
import { fixedSamples, sampleCount } from "./fixed_samples.ts";

Deno.test("fixedSamples() shows as many as the recipe says, 64 at most, and leaves no tensor", async () => {
  await tf.setBackend("cpu");
  const images = resizeImages(drawDigits({ count: 8, seed: 1 }), 16);
  for (const [count, shown] of [[21, 21], [128, 64]]) {
    const recipe = tinyRecipe({ "logging.grid.count": count });
    const networks = createNetworks(recipe, new RandomGenerator(1));
    const training = new Training({ ...networks, recipe, images, seed: 1 });
    const before = tf.memory().numTensors;
    const { shape } = await fixedSamples(training);
    assert.deepEqual(shape, [shown, 16, 16, 1]);
    assert.equal(sampleCount(training), shown);
    assert.equal(tf.memory().numTensors, before);
    training.dispose();
    networks.generator.dispose();
    networks.discriminator.dispose();
  }
});
