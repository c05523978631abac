/**
 * When a source of pictures is too broken to go on with.
 *
 * @module
 */
import type { ImageSource, SkippedImage } from "../image_source.ts";

/** Images that can no longer be trained on: they cannot be read, or too many are damaged. */
export class ImagesLostError extends RangeError {
  /** The class's name, for outputs and logs. */
  override name = "ImagesLostError";
}

/**
 * Stops where too many pictures are damaged: that is rarely what the reader wants.
 *
 * @param source The pictures.
 * @param skipped Those that were found damaged so far.
 * @param largestShare Which share of the source's may be, from 0 to 1.
 * @throws {ImagesLostError} If there are more; it names the first three.
 */
export function requireFewDamaged(
  { origin, count }: ImageSource,
  skipped: SkippedImage[],
  largestShare: number,
): void {
  const allowed = Math.floor(largestShare * count);
  if (skipped.length <= allowed) return;
  const some = skipped.slice(0, 3).map(({ path, reason }) => `${path} (${reason})`);
  throw new ImagesLostError(
    `Cannot go on with ${origin} as at most ${allowed} of ${count} may be damaged: ` +
      `found ${skipped.length} so far, ${some.join(", ")}` +
      (skipped.length > some.length ? " and others" : ""),
  );
}

/** The error for a picture that cannot be reached, so that others cannot be either. */
export function lostPicture(
  { origin, nameOf }: ImageSource,
  picture: number,
  reason: string,
): ImagesLostError {
  return new ImagesLostError(
    `Cannot go on with ${origin} as it must stay readable: ${nameOf(picture)} is not ` +
      `(${reason})`,
  );
}
