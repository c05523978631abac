import {
  decodeDescribedImage,
  type DecodeOptions,
  type DescribedImage,
} from "./decode_image.ts";
import { DamagedImageError, type ImageSource } from "./image_source.ts";

/** A picture of a source, its file and what it became; or why it cannot be used. */
export type FoundPicture =
  & { index: number }
  & (
    | { bytes: Uint8Array; image: DescribedImage }
    | { fault: DamagedImageError }
  );

/** Decoded at a time: enough to keep the decoder's threads busy, few enough for memory. */
const AT_ONCE = 16;

/**
 * Reads and decodes pictures, a few at a time.
 *
 * @param source The pictures; it stays open.
 * @param indices Which of them.
 * @param options The square that each becomes.
 * @returns Groups of pictures in the order asked for, damaged ones among them.
 * @throws What the source throws where it can no longer be read at all.
 */
export async function* decodeGroups(
  source: ImageSource,
  indices: number[],
  options: DecodeOptions,
): AsyncGenerator<FoundPicture[], void, void> {
  for (let start = 0; start < indices.length; start += AT_ONCE) {
    const group = indices.slice(start, start + AT_ONCE);
    yield await Promise.all(group.map((index) => find(source, index, options)));
  }
}

async function find(
  source: ImageSource,
  index: number,
  options: DecodeOptions,
): Promise<FoundPicture> {
  try {
    const bytes = await source.read(index);
    return { index, bytes, image: await decodeDescribedImage(bytes, options) };
  } catch (error) {
    if (error instanceof DamagedImageError) return { index, fault: error };
    throw error;
  }
}
