import * as tf from "@tensorflow/tfjs";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import { toSignedUnit } from "../data/normalise.ts";
import type { Network } from "../model/network.ts";
import type { RandomGenerator } from "../tensor/random.ts";
import { requireShape } from "../tensor/require_shape.ts";
import { generateImages } from "./generate.ts";
import { latentSums, type SumOfRows, sumsBesideControls } from "./latent_sums.ts";

/** What becomes of the same sums in several ways, an image for each sum. */
export type WaysToAdd = Record<
  "third term" | "the sum" | "in pixels" | "control",
  ImageBatch
>;

/** Samples of a generator, and what it drew of them. */
export interface SamplesOfSums {
  /** Which draws the results; not changed. */
  generator: Network;
  /** `[count, latentSize]`; not disposed. */
  latents: tf.Tensor;
  /** Their images, in the same order. */
  images: ImageBatch;
  /** The source of randomness, for the controls. */
  random: RandomGenerator;
}

/**
 * Makes each sum in latents and in pixels, of the very same samples, beside two controls.
 *
 * `third term` is what a sum starts from, with nothing added. `control` goes from there as
 * far as the sum does, but in a random direction. A sum of pixels can be blacker than
 * black or whiter than white; it is cut there.
 *
 * Source: Radford et al. (2016), section 6.3.2 and figure 7, which has a sum of pixels
 * beside those of latents, https://arxiv.org/abs/1511.06434
 *
 * @param sums At least one.
 * @param samples What they are made of.
 * @throws {RangeError} If there are not as many images as latents, a term is empty, or a
 *   place is none of theirs.
 */
export async function waysToAdd(
  sums: readonly SumOfRows[],
  { generator, latents, images, random }: SamplesOfSums,
): Promise<WaysToAdd> {
  const [count, ...imageShape] = images.shape;
  requireShape(latents, [count, "latentSize"], { action: "add up", name: "latents" });
  const inPixels = await sumsOfPixels(sums, images);
  const places = sumsBesideControls(latents, sums, random);
  try {
    return {
      "third term": await generateImages(generator, places.starts),
      "the sum": await generateImages(generator, places.ends),
      "in pixels": { data: inPixels, shape: [sums.length, ...imageShape] },
      control: await generateImages(generator, places.strayed),
    };
  } finally {
    tf.dispose([places.starts, places.ends, places.strayed]);
  }
}

async function sumsOfPixels(
  sums: readonly SumOfRows[],
  { data, shape: [count] }: ImageBatch,
): Promise<Float32Array> {
  const values = data instanceof Uint8Array ? toSignedUnit(data) : data;
  const added = tf.tidy(() => {
    const rows = tf.tensor2d(values, [count, values.length / count]);
    return tf.clipByValue(latentSums(rows, sums), -1, 1);
  });
  try {
    return Float32Array.from(await added.data());
  } finally {
    added.dispose();
  }
}
