/**
 * Batches for training, in an order that the seed decides.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { shuffledIndices } from "../tensor/shuffle.ts";
import { type ImageSet, requireImageSet } from "./image_set.ts";
import { toSignedUnit } from "./normalise.ts";

/** Some images of a set, ready for the networks. */
export interface Batch {
  /** `[batch, height, width, channels]`, from −1 to 1. Whoever asked disposes it. */
  images: tf.Tensor4D;
  /** The class of each image, or null where the set has none. */
  labels: Uint16Array | null;
  /** Where each image stands in the set. */
  indices: Uint32Array;
  /** How many epochs were complete when the batch began, from 0. */
  epoch: number;
}

/** Where a walk through a set stands: plain numbers, to be saved as JSON. */
export interface BatchesState {
  /** Epochs that are complete. */
  epoch: number;
  /** Images of this epoch that were given out. */
  position: number;
  /** The random generator as it stood before this epoch's shuffle. */
  shuffle: number[];
}

/**
 * Walks through a set in shuffled batches, epoch after epoch, without end.
 *
 * An epoch gives every image once, in a new order each time. With `dropLast` the images
 * that do not fill a batch are left out of that epoch (others in the next), so that batch
 * normalisation never sees a tiny batch.
 *
 * The class draws once from `random` and then follows a stream of its own: what else the
 * caller draws does not change the order.
 *
 * @example
 * ```ts
 * import { RandomGenerator } from "../tensor/random.ts";
 * import { Batches } from "./batches.ts";
 * import { drawDigits } from "./digits.ts";
 *
 * const digits = drawDigits({ count: 100 });
 * const batches = new Batches(digits, { batchSize: 32, random: new RandomGenerator(1) });
 * const { images, labels } = batches.next();
 * console.log(images.shape, labels?.length);
 * images.dispose();
 * ```
 */
export class Batches {
  /** How many batches an epoch has. */
  readonly batchesPerEpoch: number;
  readonly #set: ImageSet;
  readonly #batchSize: number;
  readonly #dropLast: boolean;
  #random: RandomGenerator;
  #state: BatchesState;
  #order: Uint32Array;

  /**
   * @param set The images; they are not copied.
   * @param options `batchSize`, from 1, with `dropLast` at most the set's size; `random`,
   * which decides the order; `dropLast`, whether an epoch's incomplete batch is left out.
   * @throws {RangeError} If the set's parts disagree or the batch size does not fit it.
   */
  constructor(
    set: ImageSet,
    { batchSize, random, dropLast = true }: {
      batchSize: number;
      random: RandomGenerator;
      dropLast?: boolean;
    },
  ) {
    requireImageSet(set, "cut batches");
    const largest = dropLast ? set.count : Infinity;
    if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > largest) {
      throw new RangeError(
        "Cannot cut batches as 'batchSize' must be an integer from 1" +
          `${dropLast ? ` to the set's ${set.count} images` : ""}: ` +
          `current value is ${batchSize}`,
      );
    }
    const batches = set.count / batchSize;
    this.batchesPerEpoch = dropLast ? Math.floor(batches) : Math.ceil(batches);
    this.#set = set;
    this.#batchSize = batchSize;
    this.#dropLast = dropLast;
    this.#random = new RandomGenerator(random.uint32());
    this.#state = { epoch: 0, position: 0, shuffle: this.#random.state() };
    this.#order = shuffledIndices(set.count, this.#random);
  }

  /**
   * The next batch; after an epoch's last one, the first of the next epoch.
   *
   * @returns Its images, which the caller disposes, and what belongs to them.
   */
  next(): Batch {
    const { count, height, width, channels, images, labels } = this.#set;
    const left = count - this.#state.position;
    if (left < (this.#dropLast ? this.#batchSize : 1)) this.#startEpoch();
    const { epoch, position } = this.#state;
    const indices = this.#order.slice(position, position + this.#batchSize);
    this.#state.position += indices.length;
    const size = height * width * channels;
    const bytes = new Uint8Array(indices.length * size);
    indices.forEach((index, i) =>
      bytes.set(images.subarray(index * size, (index + 1) * size), i * size)
    );
    const shape: [number, number, number, number] = [
      indices.length,
      height,
      width,
      channels,
    ];
    return {
      images: tf.tensor4d(toSignedUnit(bytes), shape),
      labels: labels && Uint16Array.from(indices, (index) => labels[index]),
      indices,
      epoch,
    };
  }

  /** Where the walk stands, to be given to `restore()` later. */
  state(): BatchesState {
    return { ...this.#state, shuffle: [...this.#state.shuffle] };
  }

  /**
   * Continues where a walk through the same set stood, with the same batches to come.
   *
   * @param state What `state()` gave.
   * @throws {RangeError} If the position is not within the set.
   */
  restore({ epoch, position, shuffle }: BatchesState): void {
    if (!Number.isInteger(position) || position < 0 || position > this.#set.count) {
      throw new RangeError(
        "Cannot continue in the set as 'position' must be from 0 to " +
          `${this.#set.count}: current value is ${position}`,
      );
    }
    this.#random = RandomGenerator.fromState(shuffle);
    this.#state = { epoch, position, shuffle: [...shuffle] };
    this.#order = shuffledIndices(this.#set.count, this.#random);
  }

  #startEpoch(): void {
    const shuffle = this.#random.state();
    this.#state = { epoch: this.#state.epoch + 1, position: 0, shuffle };
    this.#order = shuffledIndices(this.#set.count, this.#random);
  }
}
