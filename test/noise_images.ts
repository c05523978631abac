/**
 * Images for tests in which it does not matter what they show.
 *
 * @module
 */
import type { ImageSet } from "../lib/data/image_set.ts";
import type { RandomGenerator } from "../lib/tensor/random.ts";

/**
 * Grey noise of 16×16 pixels.
 *
 * @param count How many.
 * @param random The source of randomness.
 */
export function noiseImages(count: number, random: RandomGenerator): ImageSet {
  const images = Uint8Array.from({ length: count * 256 }, () => random.integer(256));
  const size = { height: 16, width: 16, channels: 1 };
  return { images, count, ...size, labels: null, classNames: null, origin: "noise" };
}
