/**
 * What the beginning of a JPEG's file says.
 *
 * @module
 */

/** A JPEG's size in pixels, as its file declares it. */
export interface JpegSize {
  /** Columns, 1 to 65,535. */
  width: number;
  /** Rows, likewise. */
  height: number;
}

/**
 * Reads the size of a plain JPEG from its segments, without the decoder.
 *
 * Plain is what nothing turns or replaces: 8 bits a colour, grey or three colours, baseline
 * or progressive, and no segment of EXIF, XMP or colour profiles. All segments up to the first scan are walked
 * through, as EXIF data may stand behind the size. Nothing is decoded, so that the pixels
 * may still turn out damaged.
 *
 * Source: ITU-T T.81 (1992), annex B, https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 *
 * @param bytes The file's content.
 * @returns The size, or null for every other file, which the decoder itself must be asked.
 */
export function readJpegSize(bytes: Uint8Array): JpegSize | null {
  if (bytes[0] !== 0xff || bytes[1] !== START_OF_IMAGE) return null;
  let size: JpegSize | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    const end = at + 2 + uint16(bytes, at + 2);
    if (end < at + 4 || end > bytes.length) return null;
    if (marker === START_OF_SCAN) return size;
    if (FRAMES.has(marker)) {
      if (size) return null;
      size = frameSize(bytes.subarray(at + 4, end));
      if (!size) return null;
    } else if (!WITHOUT_SAY.has(marker)) return null;
    at = end;
  }
  return null;
}

const START_OF_IMAGE = 0xd8;
const START_OF_SCAN = 0xda;

/** Sequential, extended and progressive pictures in Huffman's code. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);

/**
 * Segments that have no say in the size: tables, JFIF, Photoshop's notes, Adobe's colours
 * and comments.
 */
const WITHOUT_SAY = new Set([0xc4, 0xdb, 0xdd, 0xe0, 0xed, 0xee, 0xfe]);

/** A frame: bits, height, width, number of components and three bytes for each. */
function frameSize(frame: Uint8Array): JpegSize | null {
  const bits = frame[0], components = frame[5];
  if (bits !== 8 || frame.length !== 6 + 3 * components) return null;
  if (components !== 1 && components !== 3) return null;
  const height = uint16(frame, 1), width = uint16(frame, 3);
  return width > 0 && height > 0 ? { width, height } : null;
}

function uint16(bytes: Uint8Array, at: number): number {
  return bytes[at] << 8 | bytes[at + 1];
}
