import type { ImageBatch } from "../artefacts/image_grid.ts";
import { toSignedUnit } from "../data/normalise.ts";
import { mean } from "./mean.ts";

/**
 * The ink of each image: the mean of its pixels, where what is drawn is white.
 *
 * A crude measure of boldness. A large digit has more ink than a small one, too.
 *
 * @param images In [−1, 1], or bytes, which are taken as such.
 * @returns From −1 for a black image to 1 for a white one.
 */
export function inks({ data, shape: [count] }: ImageBatch): number[] {
  const values = data instanceof Uint8Array ? toSignedUnit(data) : data;
  const size = values.length / count;
  return Array.from(
    { length: count },
    (_, i) => mean(values.subarray(i * size, (i + 1) * size)),
  );
}
