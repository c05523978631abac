import { decode, encode } from "fast-png";

/** Pixels of one picture, row by row from the top left. */
export interface Picture {
  /** Columns, in pixels. */
  width: number;
  /** Rows, in pixels. */
  height: number;
  /** 1 for grey, 3 for red, green and blue. */
  channels: number;
  /** `[height, width, channels]`, 0 to 255. */
  pixels: Uint8Array;
}

/**
 * A picture as the bytes of a PNG file, eight bits a channel, without loss.
 *
 * @param picture Grey or colour.
 * @throws {RangeError} If the pixels are not `[height, width, 1 or 3]`.
 */
export function encodePng(
  { width, height, channels, pixels }: Picture,
): Uint8Array<ArrayBuffer> {
  if (
    ![1, 3].includes(channels) || pixels.length === 0 ||
    pixels.length !== width * height * channels
  ) {
    throw new RangeError(
      "Cannot encode a PNG as 'pixels' must have shape [height, width, 1 or 3]: current " +
        `shape is [${height}, ${width}, ${channels}] with ${pixels.length} values`,
    );
  }
  return new Uint8Array(encode({ width, height, channels, data: pixels, depth: 8 }));
}

/**
 * The picture in a PNG file of eight bits a channel, grey or colour, without alpha.
 *
 * It reads what {@link encodePng} writes; pictures from elsewhere may need more than
 * this (palettes, transparency), for which `loadImageFolder()` exists.
 *
 * @param bytes The whole file.
 * @throws {Error} If the bytes are no such PNG.
 */
export function decodePng(bytes: Uint8Array): Picture {
  const { width, height, channels, data, depth, palette } = decode(bytes);
  if (depth !== 8 || ![1, 3].includes(channels) || palette) {
    throw new Error(
      "Cannot decode the PNG as it must be grey or colour, 8 bits a channel: it has " +
        `${channels} channels of ${depth} bits${palette ? " and a palette" : ""}`,
    );
  }
  return { width, height, channels, pixels: new Uint8Array(data) };
}
