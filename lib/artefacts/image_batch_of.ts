import type { ImageSet } from "../data/image_set.ts";
import type { ImageBatch } from "./image_grid.ts";

/**
 * A set's images as a batch, as networks and figures take them.
 *
 * @param set Any set.
 * @returns All its images, as bytes; they are not copied.
 */
export function imageBatchOf(
  { images, count, height, width, channels }: ImageSet,
): ImageBatch {
  return { data: images, shape: [count, height, width, channels] };
}
