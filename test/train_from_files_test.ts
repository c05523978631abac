import assert from "node:assert/strict";
import { Batches } from "../lib/data/batches.ts";
import { openImageFolder } from "../lib/data/image_folder.ts";
import { loadImages } from "../lib/data/load_images.ts";
import { ImagePipeline } from "../lib/data/pipeline/image_pipeline.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import type { BatchSource } from "../lib/train/batch_source.ts";
import { train } from "../lib/train/trainer.ts";
import { DECODES, makePictureFolder } from "./picture_folder.ts";
import { testWith } from "./test_with.ts";

/** The losses of some steps of small networks. */
async function lossesOf(images: BatchSource): Promise<number[]> {
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 2, channels: 3, random };
  const generator = createGenerator({ ...sizes, latentSize: 4 });
  const discriminator = createDiscriminator(sizes);
  const records = train({ generator, discriminator, images, steps: 7 });
  const losses = await Array.fromAsync(records, ({ lossD, lossG }) => [lossD, lossG]);
  generator.dispose();
  discriminator.dispose();
  return losses.flat();
}

testWith(
  DECODES,
  "training from files has the bits of training from memory",
  async () => {
    await using folder = await makePictureFolder({ count: 20 });
    const source = await openImageFolder(folder.path);
    const set = await loadImages(source, { size: 16, channels: 3 });
    const options = () => ({
      batchSize: 4,
      random: new RandomGenerator(2),
      horizontalFlips: true,
    });
    const pipeline = await ImagePipeline.open(source, { size: 16, ...options() });
    const fromFiles = await lossesOf(pipeline);
    await pipeline.close();
    assert.deepEqual(fromFiles, await lossesOf(new Batches(set, options())));
  },
);
