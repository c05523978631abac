import gifenc from "gifenc";
import type { Picture } from "./png.ts";

/** The parts of the package gifenc, which has no types, that are used here. */
interface Gifenc {
  GIFEncoder(): {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: { palette: number[][]; delay: number; repeat: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  };
  quantize(rgba: Uint8ClampedArray, colours: number): number[][];
  applyPalette(rgba: Uint8ClampedArray, palette: number[][]): Uint8Array;
}

/** A picture of an animation, and how long it stays. */
export interface Frame {
  picture: Picture;
  /** In milliseconds; GIF counts in hundredths of a second. */
  milliseconds: number;
}

/**
 * Pictures one after the other, as the bytes of an animated GIF that starts again at its
 * end.
 *
 * GIF has 256 colours a picture: grey ones keep every level, of coloured ones each picture
 * gets the palette that suits it best.
 *
 * @param frames At least one, all of the same size.
 * @throws {RangeError} If there is none, sizes differ, or the pixels are not
 * `[height, width, 1 or 3]`.
 */
export function encodeGif(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  if (frames.length === 0) {
    throw new RangeError("Cannot encode a GIF as there must be a picture: there is none");
  }
  const { GIFEncoder, quantize, applyPalette } = gifenc as unknown as Gifenc;
  const [{ picture: { width, height } }] = frames;
  const encoder = GIFEncoder();
  for (const { picture, milliseconds } of frames) {
    requireSize(picture, width, height);
    const rgba = withAlpha(picture);
    const palette = picture.channels === 1 ? greys() : quantize(rgba, 256);
    const index = picture.channels === 1 ? picture.pixels : applyPalette(rgba, palette);
    encoder.writeFrame(index, width, height, {
      palette,
      delay: milliseconds,
      repeat: FOR_EVER,
    });
  }
  encoder.finish();
  return encoder.bytes();
}

const FOR_EVER = 0;

function greys(): number[][] {
  return Array.from({ length: 256 }, (_, level) => [level, level, level]);
}

function withAlpha({ width, height, channels, pixels }: Picture): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = pixels[i * channels + c % channels];
  }
  return rgba;
}

function requireSize(
  { width, height, channels, pixels }: Picture,
  expectedWidth: number,
  expectedHeight: number,
): void {
  const fits = width === expectedWidth && height === expectedHeight &&
    [1, 3].includes(channels) && pixels.length === width * height * channels;
  if (fits) return;
  throw new RangeError(
    `Cannot encode a GIF as every picture must have shape [${expectedHeight}, ` +
      `${expectedWidth}, 1 or 3]: current shape is [${height}, ${width}, ${channels}] ` +
      `with ${pixels.length} values`,
  );
}
