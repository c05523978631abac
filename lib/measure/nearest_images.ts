import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { ImageSet } from "../data/image_set.ts";
import { toSignedUnit } from "../data/normalise.ts";
import { requireShape } from "../tensor/require_shape.ts";

/** Which image of a set each image is nearest to. */
export interface NearestImages {
  /** Its place in the set; the first one, where several are as near. */
  indices: Uint32Array;
  /** How far it is: 0 for a copy, 2 for black beside white; infinite if NaN is in it. */
  distances: Float64Array;
}

/**
 * Finds for each image the one of a set that is most like it, pixel by pixel.
 *
 *     d(a, b) = √ mean (a − b)²
 *
 * The mean is over pixels and channels, in [−1, 1], as in `imageDistances()`. A generator
 * that learned images by heart gives distances near 0. The opposite does not follow: a
 * copy that is moved by a pixel is far by this measure. What is usual, real images tell
 * that were held out of the set.
 *
 * @param images Bytes or [−1, 1], see `ImageBatch`.
 * @param set Images of the same height, width and channels, such as those of a training.
 * @throws {RangeError} If their shapes differ.
 */
export function nearestImages(
  { data, shape }: ImageBatch,
  set: ImageSet,
): NearestImages {
  requireShape({ shape: [...shape] }, ["count", set.height, set.width, set.channels], {
    action: "find the nearest images",
    name: "images",
  });
  const values = signedUnit(data);
  const known = toSignedUnit(set.images);
  const count = shape[0];
  const size = set.height * set.width * set.channels;
  const indices = new Uint32Array(count);
  const distances = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const image = values.subarray(i * size, (i + 1) * size);
    let least = Infinity;
    for (let j = 0; j < set.count; j++) {
      const sum = squaredDistance(image, known, { start: j * size, least });
      if (!(sum < least)) continue;
      least = sum;
      indices[i] = j;
    }
    distances[i] = Math.sqrt(least / size);
  }
  return { indices, distances };
}

/** Σ (a − b)², given up as soon as it is known to be no less than `least`. */
function squaredDistance(
  a: Float32Array,
  b: Float32Array,
  { start, least }: { start: number; least: number },
): number {
  let sum = 0;
  for (let from = 0; from < a.length && sum < least; from += STRIDE) {
    const end = Math.min(from + STRIDE, a.length);
    for (let i = from; i < end; i++) sum += (a[i] - b[start + i]) ** 2;
  }
  return sum;
}

/** Pixels between two looks whether an image can still be the nearest. */
const STRIDE = 64;

function signedUnit(data: ImageBatch["data"]): Float32Array {
  return data instanceof Uint8Array ? toSignedUnit(data) : data;
}
