import { createHash } from "node:crypto";
import type { ImageSet } from "./image_set.ts";

/** Which images these are, so that a training goes on with the same ones. */
export interface DataIdentity {
  /** What the images are and where they came from, for a person to read. */
  origin: string;
  /** How many there are. */
  count: number;
  /**
   * What tells them from others of the same origin and count, such as a hash. Where both
   * sides have one it decides alone: a folder may then move.
   */
  fingerprint?: string;
}

/**
 * Which images a set holds: its origin, its count and a hash of every pixel.
 *
 * Hashing takes about half a second for a gigabyte.
 *
 * @param set The images.
 */
export function identityOf(
  { images, count, height, width, channels, origin }: ImageSet,
): DataIdentity {
  const hash = createHash("sha256")
    .update(`${count}×${height}×${width}×${channels}`)
    .update(images);
  return { origin, count, fingerprint: hash.digest("hex").slice(0, 32) };
}

/**
 * Whether two identities are those of the same images, as far as they tell.
 *
 * @param one Null where a source does not say.
 * @param other The same.
 */
export function sameData(one: DataIdentity | null, other: DataIdentity | null): boolean {
  return one?.fingerprint !== undefined && other?.fingerprint !== undefined
    ? one.fingerprint === other.fingerprint
    : one?.origin === other?.origin && one?.count === other?.count;
}
