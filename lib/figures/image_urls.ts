import { Buffer } from "node:buffer";
import { type ImageBatch, requireImageBatch } from "../artefacts/image_grid.ts";
import { encodePng } from "../artefacts/png.ts";
import { toBytes } from "../data/normalise.ts";

/**
 * Encodes each image of a batch as a PNG in a `data:` URL.
 *
 * @param images Values beyond [−1, 1] are drawn as the nearest end.
 * @returns One URL for each image, in order.
 * @throws {RangeError} If the shape and the data do not fit, or a value is NaN.
 */
export function imageUrls(images: ImageBatch): string[] {
  const [count, height, width, channels] = requireImageBatch(images, "draw images");
  const { data } = images;
  const pixels = data instanceof Uint8Array ? data : toBytes(data);
  const length = height * width * channels;
  return Array.from({ length: count }, (_, index) => {
    const image = pixels.subarray(index * length, (index + 1) * length);
    const png = encodePng({ width, height, channels, pixels: image });
    return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  });
}
