import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { ImageSet } from "../data/image_set.ts";
import { mean } from "./mean.ts";
import { nearestImages } from "./nearest_images.ts";

/** How far some images are from those of a set that are nearest to them. */
export interface NearestDistances {
  /** Which images. */
  group: string;
  /** The smallest distance; 0 if one of them is in the set. */
  smallest: number;
  /** The mean over the group. */
  mean: number;
}

/**
 * How far groups of images are from a set, image by image, as `nearestImages()` measures.
 *
 * A distance means little alone. Beside generated images put real ones that are not in the
 * set: if the generated ones were copies, they would be nearer.
 *
 * @param groups The images, by name; as many in each, else the larger one has more chances.
 * @param set What they are compared with.
 * @returns A row for each group.
 * @throws {RangeError} If their shapes differ.
 */
export function nearestDistances(
  groups: Readonly<Record<string, ImageBatch>>,
  set: ImageSet,
): NearestDistances[] {
  return Object.entries(groups).map(([group, images]) => {
    const { distances } = nearestImages(images, set);
    return { group, smallest: Math.min(...distances), mean: mean(distances) };
  });
}
