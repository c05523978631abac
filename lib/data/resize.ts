/**
 * One size for all images, as the networks want it: a square.
 *
 * @module
 */
import { requirePositive } from "../tensor/require_positive.ts";
import { type ImageSet, requireImageSet } from "./image_set.ts";

/**
 * Brings every image to `size` × `size`.
 *
 * 28 to 32 pads with two black pixels on each side, so that MNIST's digits stay as they
 * are. All else is cropped to the centred square and resampled with the triangle filter:
 * linear interpolation upwards, and downwards an average over all that a new pixel covers,
 * so that nothing flickers.
 *
 *     weight of input j in output i = max(0, 1 − |j + ½ − (i + ½) · s| / max(1, s)), s = in/out
 *
 * Weights are divided by their sum.
 *
 * Source: the filter is Pillow's and torchvision's antialiased BILINEAR,
 * https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c
 *
 * @param set The images; they are left as they are.
 * @param size The new side in pixels, from 1.
 * @returns A new set, or `set` itself where it has that size already.
 * @throws {RangeError} If `size` is no positive integer or the set's parts disagree.
 */
export function resizeImages(set: ImageSet, size: number): ImageSet {
  requirePositive(size, { action: "resize images", name: "size" });
  requireImageSet(set, "resize images");
  const { height, width } = set;
  if (height === size && width === size) return set;
  if (height === 28 && width === 28 && size === 32) return pad(set, size);
  return resampleImages(set, size);
}

function pad(set: ImageSet, size: number): ImageSet {
  const { images, count, height, width, channels } = set;
  const padded = new Uint8Array(count * size * size * channels);
  const top = (size - height) / 2, left = (size - width) / 2;
  const row = width * channels;
  for (let i = 0; i < count * height; i++) {
    const image = Math.floor(i / height), y = i % height;
    const at = ((image * size + top + y) * size + left) * channels;
    padded.set(images.subarray(i * row, (i + 1) * row), at);
  }
  return { ...set, images: padded, height: size, width: size };
}

/**
 * Crops every image to its centred square and resamples that to `size` × `size`, as
 * `resizeImages()` does where it does not pad.
 *
 * @param set The images; they are left as they are.
 * @param size The new side in pixels, from 1.
 */
export function resampleImages(set: ImageSet, size: number): ImageSet {
  const { images, count, height, width, channels } = set;
  const side = Math.min(height, width);
  const top = Math.floor((height - side) / 2), left = Math.floor((width - side) / 2);
  const filter = triangleFilter(side, size);
  const resized = new Uint8Array(count * size * size * channels);
  const rows = new Float32Array(side * size * channels);
  for (let image = 0; image < count; image++) {
    const start = image * height * width * channels;
    for (let y = 0; y < side; y++) {
      const from = start + ((top + y) * width + left) * channels;
      const across = { values: images, start: from, step: channels };
      const line = { values: rows, start: y * size * channels, step: channels };
      filterAlong(filter, across, line, channels);
    }
    const step = size * channels;
    const down = { values: rows, start: 0, step };
    filterAlong(
      filter,
      down,
      { values: resized, start: image * size * step, step },
      step,
    );
  }
  return { ...set, images: resized, height: size, width: size };
}

/** For each output pixel, the first input that it sees and the inputs' weights. */
type Filter = { first: number; weights: Float64Array }[];

function triangleFilter(from: number, to: number): Filter {
  const scale = from / to, reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const end = Math.min(from, Math.ceil(centre + reach));
    const weights = Float64Array.from(
      { length: end - first },
      (_, j) => Math.max(0, 1 - Math.abs(first + j + 0.5 - centre) / reach),
    );
    const sum = weights.reduce((a, b) => a + b);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** Values along one axis of an array, `step` apart. */
interface Axis {
  values: Uint8Array | Float32Array;
  start: number;
  step: number;
}

/** Filters one axis into another, and the `lanes - 1` axes that begin just after them. */
function filterAlong(filter: Filter, input: Axis, output: Axis, lanes: number): void {
  const half = output.values instanceof Uint8Array ? 0.5 : 0;
  filter.forEach(({ first, weights }, i) => {
    const from = input.start + first * input.step;
    const to = output.start + i * output.step;
    for (let lane = 0; lane < lanes; lane++) {
      let sum = half;
      for (let j = 0; j < weights.length; j++) {
        sum += weights[j] * input.values[from + j * input.step + lane];
      }
      output.values[to + lane] = sum;
    }
  });
}
