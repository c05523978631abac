/**
 * What a person wants to know of images before training on them, as plain numbers.
 *
 * @module
 */
import { decodeGroups } from "./decode_groups.ts";
import { startHash } from "./download/published_file.ts";
import { evenlySpread } from "./evenly_spread.ts";
import type { ImageSet } from "./image_set.ts";
import type { ImageSource, SkippedImage } from "./image_source.ts";

/** What was found in some of a set's pictures, evenly spread. */
export interface Survey {
  /** What the set is. */
  origin: string;
  /** How many pictures it has, damaged ones too. */
  count: number;
  /** How many of them were looked at, damaged ones too. */
  lookedAt: number;
  /**
   * How many pictures each class has, of all but those that were found damaged; null where
   * there are no classes.
   */
  classes: { name: string; count: number }[] | null;
  /** The pictures' own sizes in pixels, the most frequent first. */
  sizes: { width: number; height: number; count: number }[];
  /** The files' formats, the most frequent first; none of images in memory. */
  formats: { format: string; count: number }[];
  /** The side of the decoded squares, in pixels. */
  size: number;
  /** 1 for grey, 3 for red, green and blue. */
  channels: 1 | 3;
  /** The mean of each channel, 0 to 255. */
  means: number[];
  /** The standard deviation of each channel. */
  deviations: number[];
  /** The share of pictures without colour, where they were decoded with three channels. */
  greyShare: number;
  /** Pictures that equal an earlier one byte by byte. */
  duplicates: { name: string; of: string }[];
  /** What was left out on listing and is not counted, such as a broken link. */
  leftOut: SkippedImage[];
  /** The damaged pictures among those looked at: the others are usable. */
  damaged: SkippedImage[];
  /** What the source itself remarks. */
  remarks: string[];
  /** Some pictures one after another, `[count, size, size, channels]`. */
  samples: Uint8Array;
}

/** How to look at pictures. */
export interface SurveyOptions {
  /** The side to train with, in pixels. */
  size: number;
  /** 1 for grey, 3 for colours. */
  channels: 1 | 3;
  /** How many pictures to look at. */
  sample: number;
  /** How many of them to keep as samples. */
  samples: number;
  /** Told how many pictures are done. */
  onProgress?: (done: number) => void;
}

/**
 * Looks at pictures of a source, evenly spread over it.
 *
 * @param source The pictures; it stays open.
 * @param options How many, and at which size.
 * @throws {RangeError} If none of them can be used.
 */
export async function surveySource(
  source: ImageSource,
  options: SurveyOptions,
): Promise<Survey> {
  const { size, channels, sample, onProgress } = options;
  const indices = evenlySpread(source.count, sample);
  const tally = new Tally(indices.length, options);
  const damaged: SkippedImage[] = [], unusable = new Set<number>();
  let done = 0;
  for await (const group of decodeGroups(source, indices, { size, channels })) {
    for (const found of group) {
      const name = source.nameOf(found.index);
      if ("fault" in found) {
        damaged.push({ path: name, reason: found.fault.message });
        unusable.add(found.index);
      } else {
        const { bytes, image: { pixels, description } } = found;
        tally.add(done, { name, bytes, pixels, ...description });
      }
      done++;
    }
    onProgress?.(done);
  }
  const { count, origin, classNames, skipped = [], remarks = [] } = source;
  const labelOf = (index: number) => unusable.has(index) ? null : source.labelOf(index);
  return {
    ...tally.result(origin, damaged),
    leftOut: [...skipped],
    origin,
    count,
    classes: countClasses(count, classNames, labelOf),
    remarks: [...remarks],
  };
}

/**
 * Looks at images in memory, evenly spread.
 *
 * @param set The images; their size is the survey's.
 * @param options How many.
 */
export function surveySet(
  set: ImageSet,
  options: Pick<SurveyOptions, "sample" | "samples">,
): Survey {
  const { count, height, width, labels, classNames, origin } = set;
  const channels = set.channels === 1 ? 1 : 3;
  const indices = evenlySpread(count, options.sample);
  const tally = new Tally(indices.length, { ...options, size: height, channels });
  const length = height * width * channels;
  indices.forEach((index, i) => {
    const pixels = set.images.subarray(index * length, (index + 1) * length);
    tally.add(i, { name: `image ${index}`, bytes: pixels, pixels, width, height });
  });
  return {
    ...tally.result(origin, []),
    leftOut: [],
    origin,
    count,
    classes: countClasses(count, classNames, (index) => labels && labels[index]),
    remarks: [],
  };
}

function countClasses(
  count: number,
  classNames: string[] | null,
  labelOf: (index: number) => number | null,
): Survey["classes"] {
  if (classNames === null) return null;
  const counts = classNames.map((name) => ({ name, count: 0 }));
  for (let index = 0; index < count; index++) {
    const label = labelOf(index);
    if (label !== null) counts[label].count++;
  }
  return counts;
}

interface Picture {
  name: string;
  bytes: Uint8Array;
  pixels: Uint8Array;
  width: number;
  height: number;
  format?: string;
}

/** Adds up what pictures have. */
class Tally {
  readonly #options: Omit<SurveyOptions, "sample">;
  readonly #lookedAt: number;
  readonly #keep: Set<number>;
  readonly #samples: Uint8Array[] = [];
  readonly #sizes = new Map<string, number>();
  readonly #formats = new Map<string, number>();
  readonly #first = new Map<string, string>();
  readonly #duplicates: Survey["duplicates"] = [];
  readonly #sums: number[];
  readonly #squares: number[];
  #used = 0;
  #grey = 0;

  constructor(lookedAt: number, options: Omit<SurveyOptions, "sample">) {
    this.#options = options;
    this.#lookedAt = lookedAt;
    this.#keep = new Set(evenlySpread(lookedAt, options.samples));
    this.#sums = new Array(options.channels).fill(0);
    this.#squares = new Array(options.channels).fill(0);
  }

  add(place: number, { name, bytes, pixels, width, height, format }: Picture): void {
    this.#used++;
    increment(this.#sizes, `${width}×${height}`);
    if (format !== undefined) increment(this.#formats, format);
    const hash = startHash("SHA-1");
    hash.update(bytes);
    const digest = hash.digest("hex");
    const of = this.#first.get(digest);
    if (of === undefined) this.#first.set(digest, name);
    else this.#duplicates.push({ name, of });
    this.#addPixels(pixels);
    if (this.#keep.has(place)) this.#samples.push(pixels);
  }

  #addPixels(pixels: Uint8Array): void {
    const { channels } = this.#options;
    let isGrey = true;
    for (let i = 0; i < pixels.length; i++) {
      const value = pixels[i];
      const channel = i % channels;
      this.#sums[channel] += value;
      this.#squares[channel] += value * value;
      // JPEG's rounding gives grey pictures a trace of colour.
      if (channel > 0 && Math.abs(value - pixels[i - 1]) > 3) isGrey = false;
    }
    if (isGrey) this.#grey++;
  }

  result(origin: string, damaged: SkippedImage[]) {
    if (this.#used === 0) {
      const [{ path, reason }] = damaged;
      throw new RangeError(
        `Cannot show ${origin} as at least one picture must be whole: none of ` +
          `${this.#lookedAt} is, the first ${path} (${reason})`,
      );
    }
    const { size, channels } = this.#options;
    const pixels = this.#used * size * size;
    const means = this.#sums.map((sum) => sum / pixels);
    const samples = new Uint8Array(this.#samples.length * size * size * channels);
    this.#samples.forEach((sample, i) => samples.set(sample, i * sample.length));
    return {
      lookedAt: this.#lookedAt,
      damaged,
      size,
      channels,
      means,
      deviations: this.#squares.map((square, channel) =>
        Math.sqrt(Math.max(0, square / pixels - means[channel] ** 2))
      ),
      greyShare: channels === 3 ? this.#grey / this.#used : 0,
      sizes: byCount(this.#sizes).map(([key, count]) => {
        const [width, height] = key.split("×").map(Number);
        return { width, height, count };
      }),
      formats: byCount(this.#formats).map(([format, count]) => ({ format, count })),
      duplicates: this.#duplicates,
      samples,
    };
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function byCount(counts: Map<string, number>): [string, number][] {
  return Array.from(counts).sort(([, a], [, b]) => b - a);
}
