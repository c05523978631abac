/**
 * What an image pipeline is told, and what it decides by itself.
 *
 * @module
 */
import type { RandomGenerator } from "../../tensor/random.ts";
import { requirePositive } from "../../tensor/require_positive.ts";
import type { CacheOptions } from "./make_image_cache.ts";

/** How pictures become batches. */
export interface ImagePipelineOptions {
  /** The side of a decoded picture, in pixels. */
  size: number;
  /** 1 for grey, 3 for colours. */
  channels?: 1 | 3;
  /** Pictures in a batch, from 1; with `dropLast` at most the source's number. */
  batchSize: number;
  /** Decides the order; one number is drawn from it. */
  random: RandomGenerator;
  /** Whether an epoch's incomplete batch is left out. */
  dropLast?: boolean;
  /** Whether each picture is mirrored in half of the epochs, at random. */
  horizontalFlips?: boolean;
  /** Threads that decode. */
  workers?: number;
  /** How many bytes the decoded pictures in memory may take. */
  memory?: number;
  /** A file that keeps the decoded pictures for later runs. */
  cache?: CacheOptions;
  /** Which share of the pictures may be damaged, from 0 to 1. */
  largestSkippedShare?: number;
  /** Aborting it ends the pipeline: whoever waits for a batch gets the signal's reason. */
  signal?: AbortSignal;
}

/**
 * How many pictures the threads decode ahead of training.
 *
 * Eight batches, but of large batches fewer: enough to do while a step runs, as it lets no
 * message through.
 */
export function picturesAhead(batchSize: number): number {
  return Math.max(2 * batchSize, Math.min(8 * batchSize, 1024));
}

/**
 * Refuses settings of the decoder that make no sense.
 *
 * @throws {RangeError} It names the setting, what it must be and what it is.
 */
export function requireSettings(size: number, largestSkippedShare: number): void {
  requirePositive(size, { action: "decode pictures", name: "size" });
  if (!(largestSkippedShare >= 0 && largestSkippedShare <= 1)) {
    throw new RangeError(
      "Cannot decode pictures as 'largestSkippedShare' must be from 0 to 1: current " +
        `value is ${largestSkippedShare}`,
    );
  }
}
