import type { ImageSet } from "../data/image_set.ts";
import type { Figure } from "./figure.ts";
import { imageGridFigure, type ImageGridOptions } from "./image_grid_figure.ts";

/**
 * Draws the first images of a set in a grid, as they are: no byte is changed.
 *
 * @param set Images in memory.
 * @param options As for `imageGridFigure()`; `first`, how many are drawn: all by default.
 * @throws {RangeError} As `imageGridFigure()`, and if the set has fewer.
 */
export function imageSetFigure(
  set: ImageSet,
  { first = set.count, ...options }: ImageGridOptions & { first?: number } = {},
): Figure {
  const { count, height, width, channels } = set;
  if (!Number.isInteger(first) || first < 1 || first > count) {
    throw new RangeError(
      `Cannot draw images as 'first' must be from 1 to ${count}: current value is ${first}`,
    );
  }
  const data = set.images.subarray(0, first * height * width * channels);
  return imageGridFigure({ data, shape: [first, height, width, channels] }, options);
}
