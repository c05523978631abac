/**
 * How grainy the faces of a generator and of its average are, after 600 of the book's steps.
 *
 *     deno run -A test/grain_of_faces.ts
 *
 * Prints a {@link GrainReport} as JSON.
 *
 * @module
 */
import type { ImageBatch } from "../lib/artefacts/image_grid.ts";
import { chooseBackend } from "../lib/backend/choose_backend.ts";
import { drawFaces } from "../lib/data/faces.ts";
import { generateImages } from "../lib/latent/generate.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { bookRecipes } from "../lib/train/book_recipes.ts";
import { createNetworks } from "../lib/train/create_networks.ts";
import { Training } from "../lib/train/training.ts";

/** The grain of samples of the same latents. */
export interface GrainReport {
  /** Of the generator whose weights are the average. */
  averaged: number;
  /** Of the generator that learns. */
  own: number;
}

async function main(): Promise<void> {
  await chooseBackend({ backend: "wasm-simd", log: () => {} });
  const recipe = bookRecipes().faces;
  const networks = createNetworks(recipe, new RandomGenerator(1));
  const images = drawFaces({ count: 5000 });
  const training = new Training({ ...networks, recipe, images, seed: 1 });
  for await (const _ of training.steps({ steps: 600 }));
  const { fixedLatents, sampledGenerator, generator } = training;
  const report: GrainReport = {
    averaged: grain(await generateImages(sampledGenerator, fixedLatents)),
    own: grain(await generateImages(generator, fixedLatents)),
  };
  console.log(JSON.stringify(report));
}

/** The mean of |a − b − c + d| over all squares of 2×2 pixels: what a checkerboard has most. */
function grain({ data, shape: [count, height, width, channels] }: ImageBatch): number {
  const row = width * channels;
  let sum = 0;
  for (let y = 0; y < count * height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      for (let channel = 0; channel < channels; channel++) {
        const at = y * row + x * channels + channel;
        const above = data[at] - data[at + channels];
        const below = data[at + row] - data[at + row + channels];
        sum += Math.abs(above - below);
      }
    }
  }
  return sum / (data.length / 4);
}

if (import.meta.main) await main();
