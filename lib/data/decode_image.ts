/**
 * From a picture's file to pixels of the networks' size.
 *
 * @module
 */
import { DamagedImageError } from "./image_source.ts";

/** What a decoded picture is to be. */
export interface DecodeOptions {
  /** Its side, in pixels. */
  size: number;
  /** 1 for grey, 3 for red, green and blue. */
  channels: 1 | 3;
}

/**
 * Decodes a JPEG, PNG, WebP, GIF, AVIF or TIFF into a square of pixels.
 *
 * The picture is turned as its EXIF data say, laid on white where it is transparent,
 * cropped to its centred square and scaled by Lanczos' filter, which averages over all
 * that a new pixel covers (antialiasing), so that nothing flickers. Of a GIF the first
 * frame counts. 16 bits become 8, palettes and CMYK become colours.
 *
 * @param bytes The file's content.
 * @param options The square that is wanted.
 * @returns `[size, size, channels]`, 0 to 255.
 * @throws {DamagedImageError} If it is damaged or of no such format: the decoder's words.
 */
export async function decodeImage(
  bytes: Uint8Array,
  { size, channels }: DecodeOptions,
): Promise<Uint8Array> {
  // The decoder is a native library: it is loaded only where there is work for it.
  const { default: sharp } = await import("sharp");
  const image = sharp(bytes, { failOn: "error" })
    .autoOrient()
    .flatten({ background: "white" })
    .resize(size, size, { fit: "cover" })
    .toColourspace(channels === 1 ? "b-w" : "srgb");
  try {
    return new Uint8Array(await image.raw({ depth: "uchar" }).toBuffer());
  } catch (error) {
    if (error instanceof Error) throw DamagedImageError.from(error);
    throw error;
  }
}
