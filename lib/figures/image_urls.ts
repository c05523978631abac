import { Buffer } from "node:buffer";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import { encodePng } from "../artefacts/png.ts";
import { toBytes } from "../data/normalise.ts";

/**
 * Encodes each image of a batch as a PNG in a `data:` URL.
 *
 * @param images Values beyond [−1, 1] are drawn as the nearest end.
 * @returns One URL for each image, in order.
 * @throws {RangeError} If the shape and the data do not fit, or a value is NaN.
 */
export function imageUrls({ data, shape }: ImageBatch): string[] {
  const [count, height, width, channels] = requireImages({ data, shape });
  const pixels = data instanceof Uint8Array ? data : toBytes(data);
  const length = height * width * channels;
  return Array.from({ length: count }, (_, index) => {
    const image = pixels.subarray(index * length, (index + 1) * length);
    const png = encodePng({ width, height, channels, pixels: image });
    return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  });
}

function requireImages({ data, shape }: ImageBatch): readonly number[] {
  const [count, height, width, channels] = shape;
  const fits = shape.length === 4 && (channels === 1 || channels === 3) &&
    count * height * width * channels === data.length && data.length > 0;
  if (fits) return shape;
  throw new RangeError(
    `Cannot draw images as 'shape' must be [count, height, width, 1 or 3] and hold ` +
      `every value: current shape is [${shape.join(", ")}] with ${data.length} values`,
  );
}
