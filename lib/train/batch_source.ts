import type * as tf from "@tensorflow/tfjs";
import { Batches } from "../data/batches.ts";
import type { DataIdentity } from "../data/data_identity.ts";
import type { ImageSet } from "../data/image_set.ts";
import type { RandomGenerator } from "../tensor/random.ts";

/** Real images for one step. */
export interface SourceBatch {
  /** `[batch, height, width, channels]` in [−1, 1]; who asked for them disposes them. */
  images: tf.Tensor;
  /** How many epochs were complete when the batch began, from 0. */
  epoch: number;
}

/**
 * Where batches come from: `Batches`, an image pipeline, or what the caller has.
 *
 * A source that cannot say where it stands serves a training well, but no checkpoint can
 * continue it: `state()` and `restore()` belong together.
 */
export interface BatchSource {
  /** The next batch, or the promise of one. */
  next(): SourceBatch | Promise<SourceBatch>;
  /** How many batches make an epoch. */
  readonly batchesPerEpoch: number;
  /** Images in a batch; where it is given, a checkpoint is refused for another size. */
  readonly batchSize?: number;
  /** Which images these are; where it is given, a checkpoint is refused for others. */
  readonly identity?: DataIdentity;
  /** Where the source stands after the batches given out so far: plain JSON data. */
  state?(): unknown;
  /** Continues where `state()` was taken. */
  restore?(state: unknown): void | Promise<void>;
}

/**
 * A source of batches: the one given, or `Batches` of a set.
 *
 * @param images A set in memory, or a source, which is given back as it is.
 * @param options Passed to `Batches`; a source of batches has decided already.
 * @throws {RangeError} If the batch size is missing, below 2 or does not fit the set.
 */
export function openBatchSource(
  images: ImageSet | BatchSource,
  { batchSize, random }: { batchSize: number | undefined; random: RandomGenerator },
): BatchSource {
  if ("next" in images) return images;
  if (batchSize === undefined) {
    throw new RangeError("Cannot cut batches as 'batchSize' must be given: it is not");
  }
  if (batchSize < 2) {
    throw new RangeError(
      "Cannot cut batches as 'batchSize' must be 2 or more, which batch norm compares: " +
        `current value is ${batchSize}`,
    );
  }
  return new Batches(images, { batchSize, random });
}

/** A batch that came. */
export interface AwaitedBatch extends SourceBatch {
  /** How many milliseconds it was waited for. */
  waited: number;
}

/**
 * The next batch, or null if the wait for it was ended by the signal.
 *
 * A source that hears the same signal stops with the signal's reason and still stands
 * before the batch: that is no fault. Every other error is, also after an abort.
 *
 * @param source The source.
 * @param signal The one that ends the training.
 */
export async function nextBatch(
  source: BatchSource,
  signal: AbortSignal | undefined,
): Promise<AwaitedBatch | null> {
  const started = performance.now();
  try {
    const { images, epoch } = await source.next();
    return { images, epoch, waited: performance.now() - started };
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return null;
    throw error;
  }
}

/**
 * Refuses a source that cannot continue where another one of the same data stood.
 *
 * @param source The source.
 * @param state What `state()` of the other gave, or null if it could not say.
 * @throws {RangeError} If either cannot: the batches to come would not be the same.
 */
export function requireRestorable(
  source: BatchSource,
  state: unknown,
): asserts source is BatchSource & Required<Pick<BatchSource, "restore">> {
  if (state !== null && source.restore) return;
  throw new RangeError(
    "Cannot continue the training as its source of batches must have 'state' and " +
      `'restore': ${state === null ? "the one then" : "the one now"} cannot say where ` +
      "it stands; to begin an epoch anew, pass 'allowOtherData'",
  );
}
