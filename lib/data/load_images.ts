/**
 * All pictures of a source in memory, at one size.
 *
 * @module
 */
import { requirePositive } from "../tensor/require_positive.ts";
import { counted } from "./counted.ts";
import { decodeGroups } from "./decode_groups.ts";
import type { DecodeOptions } from "./decode_image.ts";
import type { ImageSet } from "./image_set.ts";
import type { ImageSource, SkippedImage } from "./image_source.ts";

/** The images of a source, and what was left out. */
export interface LoadedImages extends ImageSet {
  /** The pictures that are not in the set, with the reason, in order. */
  skipped: SkippedImage[];
  /** What a person should know of the source before training on it. */
  remarks: string[];
  /** How many of the pictures had which size in pixels: `{ "178×218": 4 }`. */
  originalSizes: Record<string, number>;
}

/**
 * Decodes all pictures of a source to one size, into memory.
 *
 * A damaged picture is skipped and named in `skipped`; above `largestSkippedShare` the
 * loading stops, as that is rarely what the reader wants.
 *
 * @param source The pictures; it stays open.
 * @param options `size` and `channels` (3 unless told) as for `decodeImage()`;
 * `largestSkippedShare`, from 0 to 1.
 * @returns The set, each picture as `decodeImage()` gives it.
 * @throws {RangeError} If too many pictures are damaged, or all are.
 */
export async function loadImages(
  source: ImageSource,
  { size, channels = 3, largestSkippedShare = 0.1 }:
    & Pick<DecodeOptions, "size">
    & Partial<DecodeOptions>
    & { largestSkippedShare?: number },
): Promise<LoadedImages> {
  requirePositive(size, { action: "load images", name: "size" });
  requireShare(largestSkippedShare);
  const { count, classNames, origin } = source;
  const bytes = size * size * channels;
  const allowed = Math.min(Math.floor(largestSkippedShare * count), count - 1);
  const images = new Uint8Array(count * bytes);
  const kept: number[] = [];
  const skipped: SkippedImage[] = [];
  const originals = new Originals();
  const all = Array.from({ length: count }, (_, i) => i);
  for await (const group of decodeGroups(source, all, { size, channels })) {
    for (const found of group) {
      if ("fault" in found) {
        skipped.push({ path: source.nameOf(found.index), reason: found.fault.message });
      } else {
        images.set(found.image.pixels, kept.length * bytes);
        originals.add(found.image.description);
        kept.push(found.index);
      }
    }
    if (skipped.length > allowed) throw tooManySkipped(source, skipped, allowed);
  }
  const left = skipped.length > 0 ? `, ${skipped.length} damaged ones left out` : "";
  return {
    images: images.subarray(0, kept.length * bytes),
    count: kept.length,
    height: size,
    width: size,
    channels,
    labels: classNames && Uint16Array.from(kept, (index) => source.labelOf(index)!),
    classNames,
    origin: origin + left,
    skipped: [...source.skipped ?? [], ...skipped],
    remarks: [...source.remarks ?? [], ...originals.remarks(size)],
    originalSizes: originals.sizes,
    ...source.attributesOf &&
      { attributesOf: (index) => source.attributesOf!(kept[index]) },
  };
}

/** The pictures' sizes before they were scaled. */
class Originals {
  readonly sizes: Record<string, number> = {};
  readonly #shorterSides: number[] = [];

  add({ width, height }: { width: number; height: number }): void {
    const size = `${width}×${height}`;
    this.sizes[size] = (this.sizes[size] ?? 0) + 1;
    this.#shorterSides.push(Math.min(width, height));
  }

  remarks(size: number): string[] {
    const enlarged = this.#shorterSides.filter((side) => side < size).length;
    if (enlarged === 0) return [];
    const are = enlarged === 1 ? "is" : "are";
    const smallest = this.#shorterSides.reduce((a, b) => Math.min(a, b));
    const all = counted(this.#shorterSides.length, "picture");
    return [
      `${enlarged} of ${all} ${are} smaller than ${size} pixels (down to ${smallest}) ` +
      `and ${are} enlarged, which shows as blur: a smaller size learns more`,
    ];
  }
}

function requireShare(largestSkippedShare: number): void {
  if (largestSkippedShare >= 0 && largestSkippedShare <= 1) return;
  throw new RangeError(
    "Cannot load images as 'largestSkippedShare' must be from 0 to 1: " +
      `current value is ${largestSkippedShare}`,
  );
}

function tooManySkipped(
  { origin, count }: ImageSource,
  skipped: SkippedImage[],
  allowed: number,
): RangeError {
  const some = skipped.slice(0, 3).map(({ path, reason }) => `${path} (${reason})`);
  return new RangeError(
    `Cannot load ${origin} as at most ${allowed} of ${count} may be damaged: ` +
      `found ${skipped.length} so far, ${some.join(", ")}` +
      (skipped.length > some.length ? " and others" : ""),
  );
}
