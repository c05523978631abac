/**
 * Batches for training, in an order that the seed decides.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "../tensor/random.ts";
import { batchTensor } from "./batch_tensor.ts";
import { type DataIdentity, identityOf } from "./data_identity.ts";
import { type BatchesState, EpochOrder } from "./epoch_order.ts";
import { type ImageSet, requireImageSet } from "./image_set.ts";

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
  /** How many images a batch has. */
  readonly batchSize: number;
  readonly #set: ImageSet;
  #identity: DataIdentity | undefined;
  readonly #order: EpochOrder;

  /**
   * @param set The images; they are not copied.
   * @param options `batchSize`, from 1, with `dropLast` at most the set's size; `random`,
   * which decides the order; `dropLast`, whether an epoch's incomplete batch is left out;
   * `horizontalFlips`, whether each image is mirrored in half of the epochs, at random.
   * @throws {RangeError} If the set's parts disagree or the batch size does not fit it.
   */
  constructor(
    set: ImageSet,
    { batchSize, random, dropLast = true, horizontalFlips = false }: {
      batchSize: number;
      random: RandomGenerator;
      dropLast?: boolean;
      horizontalFlips?: boolean;
    },
  ) {
    requireImageSet(set, "cut batches");
    const options = { batchSize, random, dropLast, horizontalFlips };
    this.#set = set;
    this.#order = new EpochOrder(set.count, options);
    this.batchesPerEpoch = this.#order.batchesPerEpoch;
    this.batchSize = batchSize;
  }

  /** Which images these are; computed when it is first asked for, as it reads them all. */
  get identity(): DataIdentity {
    return this.#identity ??= identityOf(this.#set);
  }

  /**
   * The next batch; after an epoch's last one, the first of the next epoch.
   *
   * @returns Its images, which the caller disposes, and what belongs to them.
   */
  next(): Batch {
    const { height, width, channels, images, labels } = this.#set;
    const order = this.#order;
    if (!order.hasBatch) order.startEpoch();
    const { epoch, position } = order;
    const length = Math.min(order.batchSize, order.count - position);
    const positions = Array.from({ length }, (_, i) => position + i);
    order.moveTo(position + length);
    const indices = Uint32Array.from(positions, (at) => order.indexAt(at));
    const mirrored = positions.map((at) => order.isMirroredAt(at));
    const size = height * width * channels;
    const pixels = new Uint8Array(length * size);
    indices.forEach((index, i) =>
      pixels.set(images.subarray(index * size, (index + 1) * size), i * size)
    );
    return {
      images: batchTensor(pixels, { height, width, channels, mirrored }),
      labels: labels && Uint16Array.from(indices, (index) => labels[index]),
      indices,
      epoch,
    };
  }

  /** Where the walk stands, to be given to `restore()` later. */
  state(): BatchesState {
    return this.#order.state();
  }

  /**
   * Continues where a walk through the same set stood, with the same batches to come.
   *
   * @param state What `state()` gave.
   * @throws {RangeError} If the position is not within the set, or one walk mirrors images
   * and the other does not.
   */
  restore(state: BatchesState): void {
    this.#order.restore(state);
  }
}
