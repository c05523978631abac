import type { ImageBatch } from "../artefacts/image_grid.ts";

/**
 * Images of several batches in one, to be drawn in one grid: a row for each, say.
 *
 * @param batches At least one, all of one size and in [−1, 1]; they are copied.
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
  const data = Float32Array.from(batches.flatMap(({ data }) => Array.from(data)));
  return { data, shape: [count, ...batches[0].shape.slice(1)] };
}
