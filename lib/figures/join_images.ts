import type { ImageBatch } from "../artefacts/image_grid.ts";
import { toSignedUnit } from "../data/normalise.ts";

/**
 * Images of several batches in one, to be drawn in one grid: a row for each, say.
 *
 * @param batches At least one, all of one size; they are copied, bytes as [−1, 1].
 * @throws {RangeError} If there is none, or one has images of another shape.
 */
export function joinImages(...batches: ImageBatch[]): ImageBatch {
  const shapes = batches.map(({ shape }) => shape.slice(1).join("×"));
  if (new Set(shapes).size !== 1) {
    throw new RangeError(
      "Cannot join images as there must be some, all of one shape: current shapes are " +
        `[${shapes.join(", ")}]`,
    );
  }
  const count = batches.reduce((sum, { shape }) => sum + shape[0], 0);
  const data = new Float32Array(batches.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data: values } of batches) {
    data.set(values instanceof Uint8Array ? toSignedUnit(values) : values, at);
    at += values.length;
  }
  return { data, shape: [count, ...batches[0].shape.slice(1)] };
}
