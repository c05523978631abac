import * as tf from "@tensorflow/tfjs";
import { flipImage } from "./flip_image.ts";
import { toSignedUnit } from "./normalise.ts";

/**
 * Makes a batch's tensor of its pixels: flips some images and scales all to [−1, 1].
 *
 * @param pixels `[batch, height, width, channels]`, 0 to 255; changed where mirrored.
 * @param options The images' `height`, `width` and `channels`; `mirrored`, for each image.
 * @returns `[batch, height, width, channels]`, which the caller disposes.
 */
export function batchTensor(
  pixels: Uint8Array,
  { height, width, channels, mirrored }: {
    height: number;
    width: number;
    channels: number;
    mirrored: boolean[];
  },
): tf.Tensor4D {
  const size = height * width * channels;
  mirrored.forEach((is, i) => {
    if (is) flipImage(pixels.subarray(i * size, (i + 1) * size), { width, channels });
  });
  return tf.tensor4d(toSignedUnit(pixels), [mirrored.length, height, width, channels]);
}
