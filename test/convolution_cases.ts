/**
 * Convolutions that between them meet every branch of the kernels.
 *
 * @module
 */

/** A convolution's sizes; all else follows from them. */
export interface ConvolutionCase {
  name: string;
  /** `[batch, height, width, channels]` */
  input: [number, number, number, number];
  /** `[height, width, inputChannels, outputChannels]` */
  filter: [number, number, number, number];
  strides: number | [number, number];
  pad: "same" | "valid" | number | [[0, 0], [number, number], [number, number], [0, 0]];
}

/** Channels on and off the SIMD width, and on both sides of a strip of 16. */
const CHANNELS: [number, number][] = [[1, 1], [3, 5], [7, 17], [4, 16], [16, 3], [
  17,
  33,
]];

/** Each case with its name. */
export const CONVOLUTION_CASES: ConvolutionCase[] = [
  ...CHANNELS.map(([from, to]) => named([2, 6, 5, from], [3, 3, from, to], 1, "same")),
  ...[1, 2, 3, 4, 5].flatMap((size) =>
    [1, 2, 3].flatMap((stride) => [
      named([1, 7, 8, 3], [size, size, 3, 5], stride, "same"),
      named([1, 7, 8, 3], [size, size, 3, 5], stride, "valid"),
    ])
  ),
  named([3, 8, 8, 5], [4, 4, 5, 7], 2, 1),
  named([2, 5, 5, 3], [3, 3, 3, 2], 2, 2),
  named([2, 5, 5, 3], [5, 5, 3, 2], 1, 4),
  named([1, 9, 6, 2], [3, 2, 2, 3], [1, 2], [[0, 0], [2, 0], [0, 1], [0, 0]]),
  named([1, 9, 6, 2], [1, 5, 2, 3], [3, 1], "same"),
  // One pixel, and a window as large as the image.
  named([3, 1, 1, 5], [1, 1, 5, 3], 1, "valid"),
  named([2, 1, 1, 3], [3, 3, 3, 4], 1, "same"),
  named([3, 4, 4, 7], [4, 4, 7, 1], 1, "valid"),
  named([2, 4, 4, 17], [4, 4, 17, 5], 1, 0),
  // A stride that leaves pixels without a tap.
  named([1, 8, 8, 2], [2, 2, 2, 3], 3, "valid"),
  // More than one block of rows, of columns and of k.
  named([5, 9, 9, 33], [3, 3, 33, 70], 1, "same"),
  named([1, 30, 30, 17], [4, 4, 17, 16], 2, 1),
  // Batches of 8 images with few channels, whose input gradient goes another way.
  named([8, 6, 5, 3], [4, 4, 3, 5], 2, 1),
  named([9, 13, 12, 1], [3, 3, 1, 17], 1, "same"),
  named([8, 7, 7, 4], [5, 3, 4, 270], 3, "valid"),
  named([8, 5, 5, 2], [5, 5, 2, 3], 1, 4),
  named([8, 5, 4, 3], [1, 1, 3, 4], 2, "same"),
  // No image at all.
  named([0, 4, 4, 2], [3, 3, 2, 3], 1, "same"),
];

function named(
  input: ConvolutionCase["input"],
  filter: ConvolutionCase["filter"],
  strides: ConvolutionCase["strides"],
  pad: ConvolutionCase["pad"],
): ConvolutionCase {
  const name = `[${input}] * [${filter}], stride ${strides}, padding ${pad}`;
  return { name, input, filter, strides, pad };
}
