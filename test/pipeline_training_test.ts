/**
 * A training on pictures that are decoded ahead, stopped and continued.
 */
import assert from "node:assert/strict";
import { openImageFolder } from "../lib/data/image_folder.ts";
import { ImagePipeline } from "../lib/data/pipeline/image_pipeline.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { continueTraining } from "../lib/train/continue_training.ts";
import { Training } from "../lib/train/training.ts";
import type { TrainingState } from "../lib/train/training_state.ts";
import { DECODES, makePictureFolder } from "./picture_folder.ts";
import { stateDigest } from "./state_digest.ts";
import { testWith } from "./test_with.ts";

async function advance(training: Training, steps: number): Promise<TrainingState> {
  for await (const _ of training.steps({ steps }));
  return await training.state();
}

testWith(
  DECODES,
  "10 steps on a pipeline equal 4 and 6 on another with other threads, flips and damaged pictures too",
  async () => {
    await using folder = await makePictureFolder({ count: 23, damaged: [7, 12] });
    const open = async (workers: number, seed: number) => {
      const source = await openImageFolder(folder.path);
      const pipeline = await ImagePipeline.open(source, {
        size: 16,
        batchSize: 4,
        random: new RandomGenerator(seed),
        horizontalFlips: true,
        workers,
      });
      const close = async () => {
        await pipeline.close();
        source.close();
      };
      return { pipeline, close };
    };
    const first = await open(1, 3);
    const random = new RandomGenerator(1);
    const sizes = { size: 16, width: 1, channels: 3, random };
    const training = new Training({
      generator: createGenerator({ ...sizes, latentSize: 3 }),
      discriminator: createDiscriminator(sizes),
      images: first.pipeline,
      adam: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
      seed: 5,
    });
    const state = await advance(training, 4);
    const expected = stateDigest(await advance(training, 10));
    await first.close();
    const second = await open(2, 99);
    const continued = await continueTraining(state, { images: second.pipeline });
    assert.equal(stateDigest(await advance(continued, 10)), expected);
    await second.close();
    for (const each of [training, continued]) {
      for (const part of [each, each.generator, each.discriminator]) part.dispose();
    }
  },
);
