/**
 * How well a classifier recognises digits after the book's training, seed by seed.
 *
 *     deno run -A test/digits_by_seed.ts 1 2 3
 *
 * The whole training takes minutes a seed; the test beside this takes one seed and ends it
 * earlier.
 *
 * @module
 */
import type { ImageBatch } from "../lib/artefacts/image_grid.ts";
import { chooseBackend } from "../lib/backend/choose_backend.ts";
import { drawDigits } from "../lib/data/digits.ts";
import type { ImageSet } from "../lib/data/image_set.ts";
import { resizeImages } from "../lib/data/resize.ts";
import { generateImages } from "../lib/latent/generate.ts";
import { sampleLatents } from "../lib/latent/sample.ts";
import { trainClassifier } from "../lib/measure/classifier.ts";
import { recognisability } from "../lib/measure/recognisable.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { digitTraining } from "../lib/train/digit_training.ts";
import { train } from "../lib/train/trainer.ts";

/**
 * What 64 latents become in the book's training.
 *
 * @param images Digits of the training's size.
 * @param options.steps How long it trains, where not for all of the book's steps.
 */
export async function samplesAfterTraining(
  images: ImageSet,
  { seed, steps = digitTraining.steps }: { seed: number; steps?: number },
): Promise<ImageBatch> {
  const random = new RandomGenerator(seed);
  const generator = createGenerator({ ...digitTraining, random });
  const discriminator = createDiscriminator({ ...digitTraining, random });
  const latents = sampleLatents(64, digitTraining.latentSize, random);
  const options = { ...digitTraining, generator, discriminator, images, seed, steps };
  for await (const _ of train(options));
  const samples = await generateImages(generator, latents);
  latents.dispose();
  generator.dispose();
  discriminator.dispose();
  return samples;
}

async function main(seeds: number[]): Promise<void> {
  await chooseBackend({ backend: "wasm-simd" });
  const digits = resizeImages(drawDigits(), digitTraining.size);
  const classifier = await trainClassifier(digits, { steps: 2000 });
  for (const seed of seeds) {
    const samples = await samplesAfterTraining(digits, { seed });
    const { confidentShare, classes } = await recognisability(classifier, samples);
    console.log(`seed ${seed}: sure of ${confidentShare}, ${classes} digits`);
  }
  classifier.dispose();
}

if (import.meta.main) await main(Deno.args.map(Number));
