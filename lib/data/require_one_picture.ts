import type { SkippedImage } from "./image_source.ts";

/**
 * Refuses a folder or archive of which every picture had to be left out, with the reason.
 *
 * One that has none at all passes: what else stands there is then told by `arrangeImages()`.
 *
 * @param count How many pictures can be read.
 * @param skipped Those that were left out.
 * @param path The folder or archive.
 * @throws {RangeError} If there are none but those left out.
 */
export function requireOnePicture(
  count: number,
  skipped: SkippedImage[],
  path: string,
): void {
  if (count > 0 || skipped.length === 0) return;
  throw new RangeError(
    `Cannot load the images of ${path} as it must have at least one that can be read: ` +
      `found ${skipped.length} that cannot, the first ${skipped[0].path} ` +
      `(${skipped[0].reason})`,
  );
}
