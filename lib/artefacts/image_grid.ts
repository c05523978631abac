import { toBytes } from "../data/normalise.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import type { Picture } from "./png.ts";

/** Images outside of tensors. */
export interface ImageBatch {
  /** In [−1, 1] as `Float32Array`, or from 0 to 255 as `Uint8Array`. */
  data: Float32Array | Uint8Array;
  /** `[count, height, width, channels]`, with 1 or 3 channels. */
  shape: readonly number[];
}

/**
 * Lays images out in rows, as one picture.
 *
 * @param images At least one; values beyond [−1, 1] are drawn as the nearest end.
 * @param options.columns Images in a row; as square a grid as the count allows by default.
 * @param options.gap Pixels between two images; none at the border.
 * @param options.background The gaps' grey and that of an unfilled last row, 0 to 255.
 * @returns A picture with the images' channels.
 * @throws {RangeError} If the shape does not fit the data, or `columns` is no positive
 *   integer.
 */
export function imageGrid(
  images: ImageBatch,
  { columns = Math.ceil(Math.sqrt(images.shape[0])), gap = 2, background = 255 } = {},
): Picture {
  const [count, height, width, channels] = requireImageBatch(images, "lay out a grid");
  requirePositive(columns, { action: "lay out a grid", name: "columns" });
  const across = Math.min(columns, count);
  const rows = Math.ceil(count / across);
  const pitch = { x: width + gap, y: height + gap };
  const grid = { width: across * pitch.x - gap, height: rows * pitch.y - gap };
  const pixels = new Uint8Array(grid.width * grid.height * channels).fill(background);
  const bytes = images.data instanceof Uint8Array ? images.data : toBytes(images.data);
  const line = width * channels;
  for (let index = 0; index < count; index++) {
    const left = (index % across) * pitch.x;
    const top = Math.floor(index / across) * pitch.y;
    for (let y = 0; y < height; y++) {
      const from = (index * height + y) * line;
      const to = ((top + y) * grid.width + left) * channels;
      pixels.set(bytes.subarray(from, from + line), to);
    }
  }
  return { ...grid, channels, pixels };
}

/**
 * Refuses a batch whose shape is not that of images or does not fit its values.
 *
 * @param images The batch.
 * @param action What cannot be done otherwise, for the message: "draw images".
 * @returns The shape.
 * @throws {RangeError} If it is not `[count, height, width, 1 or 3]` with all its values.
 */
export function requireImageBatch(
  images: ImageBatch,
  action: string,
): readonly number[] {
  const { data, shape } = images ?? {};
  if (
    !Array.isArray(shape) ||
    !(data instanceof Float32Array || data instanceof Uint8Array)
  ) {
    const value: unknown = images;
    const found = value instanceof Promise
      ? "a promise, which must be awaited"
      : `${value?.constructor.name}`;
    throw new RangeError(
      `Cannot ${action} as 'images' must have 'data', a Float32Array or a Uint8Array, ` +
        `and a 'shape', as generateImages() gives them: current value is ${found}`,
    );
  }
  const [count, height, width, channels] = shape;
  if (
    shape.length !== 4 || ![1, 3].includes(channels) ||
    !shape.every((size) => Number.isInteger(size) && size > 0) ||
    count * height * width * channels !== data.length
  ) {
    throw new RangeError(
      `Cannot ${action} as 'images' must have shape [count, height, width, 1 or 3] ` +
        `and hold every value: current shape is [${shape.join(", ")}] with ` +
        `${data.length} values`,
    );
  }
  return shape;
}
