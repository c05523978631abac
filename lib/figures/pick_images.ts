import { imageBatchOf } from "../artefacts/image_batch_of.ts";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { ImageSet } from "../data/image_set.ts";
import { toSignedUnit } from "../data/normalise.ts";

/**
 * Some images of a batch or a set, as a batch: to be drawn beside others.
 *
 * @param from Images in [−1, 1] or bytes; they are copied.
 * @param indices Which ones, in the order wanted; repeats are allowed.
 * @returns In [−1, 1], as `joinImages()` takes them.
 * @throws {RangeError} If an index is not one of theirs.
 */
export function pickImages(
  from: ImageBatch | ImageSet,
  indices: Iterable<number>,
): ImageBatch {
  const { data, shape } = "images" in from ? imageBatchOf(from) : from;
  const [count, ...imageShape] = shape;
  const size = imageShape.reduce((a, b) => a * b);
  const chosen = [...indices];
  const picked = new Float32Array(chosen.length * size);
  chosen.forEach((index, i) => {
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new RangeError(
        `Cannot pick images as an index must be from 0 to ${count - 1}: ` +
          `current value is ${index}`,
      );
    }
    const image = data.slice(index * size, (index + 1) * size);
    picked.set(image instanceof Uint8Array ? toSignedUnit(image) : image, i * size);
  });
  return { data: picked, shape: [chosen.length, ...imageShape] };
}
