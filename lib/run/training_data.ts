/**
 * The images that a run learns from, by a name that a file can keep.
 *
 * @module
 */
import { resolve } from "@std/path";
import { Batches } from "../data/batches.ts";
import { namedSet } from "../data/catalogue.ts";
import { decodeGroups } from "../data/decode_groups.ts";
import { evenlySpread } from "../data/evenly_spread.ts";
import type { ImageSet } from "../data/image_set.ts";
import type { ImageSource, SkippedImage } from "../data/image_source.ts";
import { openData } from "../data/open_data.ts";
import { resizeImages } from "../data/resize.ts";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import { RandomGenerator } from "../tensor/random.ts";
import type { BatchSource } from "../train/batch_source.ts";
import { openPipeline } from "./open_pipeline.ts";

/** Which images, and as what: plain data. */
export interface TrainingDataOptions {
  /**
   * A name of the catalogue ("digits", "celeba"), the same with "-test" where the set has
   * test images of its own, or the path of a folder, a zip archive or an LMDB database.
   */
  set: string;
  /** The side of the networks' images, in pixels. */
  size: number;
  /** 1 for grey, 3 for colours. */
  channels: 1 | 3;
  /** Images in a batch. */
  batchSize: number;
  /** Decides the order. */
  seed: number;
  /** Whether images are mirrored at random. */
  horizontalFlips?: boolean;
  /** Bytes for decoded pictures of a folder, an archive or a database. */
  memory?: number;
  /** Threads that decode. */
  workers?: number;
  /** A file that keeps decoded pictures for later runs; images in memory need none. */
  cache?: string;
  /** Told what is done with that file; the console by default. */
  log?: (line: string) => void;
  /** Aborting it ends the decoding: whoever waits for a batch gets the signal's reason. */
  signal?: AbortSignal;
}

/** Images that are ready to be trained on. */
export interface TrainingData {
  /** Gives the batches. */
  batches: BatchSource;
  /** What the images are, for a person to read. */
  origin: string;
  /** How many there are. */
  count: number;
  /** Some of them, decoded, to be shown beside the generated ones. */
  examples: ImageBatch;
  /** What a person should know before training on them. */
  remarks: readonly string[];
  /** The damaged pictures that the training met so far; grows with it. */
  damaged: readonly SkippedImage[];
  /** Ends threads and closes files. */
  close(): Promise<void>;
}

/** How many images are shown beside the generated ones. */
const EXAMPLES = 64;

/**
 * Opens images by name or path, at the size and with the channels of the networks.
 *
 * Sets that are drawn or small lie in memory; pictures in files are decoded by other
 * threads while training runs, and stay in memory as far as `memory` allows. The order is
 * the same either way.
 *
 * @param options Which images, and as what.
 * @returns The images. The caller closes them.
 * @throws {RangeError} If they cannot be used; the message says what to do.
 * @throws {SetNotHereError} If a set of the catalogue is not on this machine.
 */
export async function openTrainingData(
  options: TrainingDataOptions,
): Promise<TrainingData> {
  const opened = await openData(options.set);
  if (opened.kind === "source") return await fromSource(opened.source, options);
  const { cache, log = console.log } = options;
  if (cache !== undefined) {
    log(`Nothing is kept in ${cache}, as ${opened.images.origin} lie decoded in memory.`);
  }
  return fromSet(opened.images, options);
}

/**
 * A name or path that means the same images from any other working folder.
 *
 * @param set As for {@link openTrainingData}.
 * @returns Names of the catalogue as they are, paths from the root.
 */
export function absoluteSet(set: string): string {
  return namedSet(set) ? set : resolve(set);
}

/**
 * Images in memory as training data.
 *
 * @param images Any size; grey images serve networks of three channels, not the reverse.
 * @param options As for {@link openTrainingData}; the name does not matter.
 * @returns The images. The caller closes them.
 * @throws {RangeError} If colours would be lost, or the batch does not fit the set.
 */
export function fromSet(
  images: ImageSet,
  { size, channels, batchSize, seed, horizontalFlips }: Omit<TrainingDataOptions, "set">,
): TrainingData {
  const fitted = withChannels(resizeImages(images, size), channels);
  const batches = new Batches(fitted, {
    batchSize,
    random: new RandomGenerator(seed),
    horizontalFlips,
  });
  const count = Math.min(EXAMPLES, fitted.count);
  return {
    batches,
    origin: fitted.origin,
    count: fitted.count,
    examples: {
      data: fitted.images.slice(0, count * size * size * channels),
      shape: [count, size, size, channels],
    },
    remarks: [],
    damaged: [],
    close: () => Promise.resolve(),
  };
}

async function fromSource(
  source: ImageSource,
  { set: _, log = console.log, ...options }: TrainingDataOptions,
): Promise<TrainingData> {
  try {
    const examples = await decodeExamples(source, options);
    const pipeline = await openPipeline(source, { ...options, log });
    return {
      batches: pipeline,
      origin: source.origin,
      count: source.count,
      examples,
      remarks: [...source.remarks ?? [], ...skippedRemark(source)],
      damaged: pipeline.skipped,
      close: async () => {
        await pipeline.close();
        source.close();
      },
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

/** Pictures from all over the source, as its first ones are often of one class. */
async function decodeExamples(
  source: ImageSource,
  { size, channels }: { size: number; channels: 1 | 3 },
): Promise<ImageBatch> {
  const indices = evenlySpread(source.count, EXAMPLES);
  const decoded: Uint8Array[] = [];
  for await (const group of decodeGroups(source, indices, { size, channels })) {
    // The pipeline names and counts damaged pictures.
    for (const found of group) if ("image" in found) decoded.push(found.image.pixels);
  }
  const bytes = size * size * channels;
  const data = new Uint8Array(decoded.length * bytes);
  decoded.forEach((image, i) => data.set(image, i * bytes));
  return { data, shape: [decoded.length, size, size, channels] };
}

function skippedRemark({ skipped = [] }: ImageSource): string[] {
  if (skipped.length === 0) return [];
  const [{ path, reason }] = skipped;
  const many = skipped.length === 1 ? "1 file is" : `${skipped.length} files are`;
  return [`${many} left out, the first ${path}: ${reason}`];
}

function withChannels(set: ImageSet, channels: 1 | 3): ImageSet {
  if (set.channels === channels) return set;
  if (channels === 1) {
    throw new RangeError(
      `Cannot train on ${set.origin} as the networks must have 3 channels: they have 1`,
    );
  }
  const images = new Uint8Array(set.images.length * 3);
  for (let i = 0; i < images.length; i++) images[i] = set.images[Math.floor(i / 3)];
  return { ...set, images, channels };
}
