/**
 * The order in which a set's images are given out, epoch after epoch.
 *
 * @module
 */
import { RandomGenerator } from "../tensor/random.ts";
import { shuffledIndices } from "../tensor/shuffle.ts";

/** Where a walk through a set stands: plain numbers, to be saved as JSON. */
export interface BatchesState {
  /** Epochs that are complete. */
  epoch: number;
  /** Images of this epoch that were given out or passed over. */
  position: number;
  /** The random generator as it stood before this epoch's shuffle. */
  shuffle: number[];
  /** Whether images are mirrored at random; absent means no. */
  horizontalFlips?: boolean;
}

/** How a set is walked through. */
export interface EpochOrderOptions {
  /** Images in a batch, from 1; with `dropLast` at most the set's size. */
  batchSize: number;
  /** Decides the order; one number is drawn from it. */
  random: RandomGenerator;
  /** Whether the images that do not fill a batch are left out of their epoch. */
  dropLast: boolean;
  /** Whether each image is mirrored in half of the epochs, at random. */
  horizontalFlips: boolean;
}

/** One round through the set. */
interface Epoch {
  /** The random generator before the shuffle. */
  shuffle: number[];
  order: Uint32Array;
  /** 1 where the image at that position is mirrored; null if none is. */
  mirrored: Uint8Array | null;
}

/**
 * A walk through a set's indices: each epoch has every index once, in a new random order.
 *
 * It draws once from `random` and then follows a stream of its own, so that nothing else
 * that is drawn, read or decoded changes the order. `Batches` and `ImagePipeline` share
 * it, which is why they give the same images for the same seed.
 *
 * Which images are mirrored comes from a third stream, started from the epoch's shuffle:
 * the order is the same with and without flips.
 */
export class EpochOrder {
  /** How many images the set has. */
  readonly count: number;
  /** Images in a batch. */
  readonly batchSize: number;
  /** How many batches an epoch has if every image can be used. */
  readonly batchesPerEpoch: number;
  readonly #dropLast: boolean;
  readonly #horizontalFlips: boolean;
  #random: RandomGenerator;
  #epoch = 0;
  #position = 0;
  #current: Epoch;
  #following: Epoch | null = null;

  /**
   * @param count How many images the set has, from 1.
   * @param options See {@link EpochOrderOptions}.
   * @throws {RangeError} If the batch size does not fit the set.
   */
  constructor(count: number, options: EpochOrderOptions) {
    const { batchSize, random, dropLast, horizontalFlips } = options;
    const largest = dropLast ? count : Infinity;
    const images = count === 1 ? "only image" : `${count} images`;
    if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > largest) {
      throw new RangeError(
        "Cannot cut batches as 'batchSize' must be an integer from 1" +
          `${dropLast ? ` to the set's ${images}` : ""}: ` +
          `current value is ${batchSize}` +
          (batchSize > largest ? "; take smaller batches, or more images" : ""),
      );
    }
    const batches = count / batchSize;
    this.count = count;
    this.batchSize = batchSize;
    this.batchesPerEpoch = dropLast ? Math.floor(batches) : Math.ceil(batches);
    this.#dropLast = dropLast;
    this.#horizontalFlips = horizontalFlips;
    this.#random = new RandomGenerator(random.uint32());
    this.#current = this.#draw();
  }

  /** How many epochs are complete. */
  get epoch(): number {
    return this.#epoch;
  }

  /** How many images of this epoch are behind. */
  get position(): number {
    return this.#position;
  }

  /** The index of the image at a position of this epoch. */
  indexAt(position: number): number {
    return this.#current.order[position];
  }

  /** Whether the image at a position of this epoch is mirrored. */
  isMirroredAt(position: number): boolean {
    return this.#current.mirrored?.[position] === 1;
  }

  /** How many images a batch must have at least: fewer are left out. */
  get smallestBatch(): number {
    return this.#dropLast ? this.batchSize : 1;
  }

  /** Whether the images left in this epoch make a batch. */
  get hasBatch(): boolean {
    return this.count - this.#position >= this.smallestBatch;
  }

  /** Goes on to a position of this epoch. */
  moveTo(position: number): void {
    this.#position = position;
  }

  /** Leaves what is left of this epoch and goes on to the next. */
  startEpoch(): void {
    this.#current = this.#following ?? this.#draw();
    this.#following = null;
    this.#epoch++;
    this.#position = 0;
  }

  /**
   * The images that batches will take next, if all of them can be used.
   *
   * @param most How many at most; this epoch's and the next one's are told, no later ones.
   * @param options `from`, the position in this epoch where to begin; `gathered`, how
   * many images of the batch that is being made stand before it; `isUsable`, whether an
   * image is not known to be damaged.
   * @returns Their indices, in order.
   */
  upcoming(
    most: number,
    { from = this.#position, gathered = 0, isUsable = () => true }: {
      from?: number;
      gathered?: number;
      isUsable?: (index: number) => boolean;
    } = {},
  ): number[] {
    const here = this.#usable(this.#current, { from, gathered, isUsable, most });
    if (here.length === most) return here;
    this.#following ??= this.#draw();
    const rest = { from: 0, gathered: 0, isUsable, most: most - here.length };
    return [...here, ...this.#usable(this.#following, rest)];
  }

  /** Where the walk stands, to be given to `restore()` later. */
  state(): BatchesState {
    return {
      epoch: this.#epoch,
      position: this.#position,
      shuffle: [...this.#current.shuffle],
      horizontalFlips: this.#horizontalFlips,
    };
  }

  /**
   * Continues where a walk through the same set stood.
   *
   * @param state What `state()` gave.
   * @throws {RangeError} If the position is not within the set, or one walk mirrors images
   * and the other does not.
   */
  restore({ epoch, position, shuffle, horizontalFlips = false }: BatchesState): void {
    if (!Number.isInteger(position) || position < 0 || position > this.count) {
      throw new RangeError(
        "Cannot continue in the set as 'position' must be from 0 to " +
          `${this.count}: current value is ${position}`,
      );
    }
    if (horizontalFlips !== this.#horizontalFlips) {
      throw new RangeError(
        "Cannot continue in the set as 'horizontalFlips' must be " +
          `${horizontalFlips}, as it was: current value is ${this.#horizontalFlips}`,
      );
    }
    this.#random = RandomGenerator.fromState(shuffle);
    this.#epoch = epoch;
    this.#position = position;
    this.#current = this.#draw();
    this.#following = null;
  }

  /** Draws the order that follows the last one drawn. */
  #draw(): Epoch {
    const shuffle = this.#random.state();
    const order = shuffledIndices(this.count, this.#random);
    const mirrored = this.#horizontalFlips ? drawFlips(this.count, shuffle) : null;
    return { shuffle, order, mirrored };
  }

  /** An epoch's usable images from a position on, less those that fill no batch. */
  #usable(
    { order }: Epoch,
    { from, gathered, isUsable, most }: {
      from: number;
      gathered: number;
      isUsable: (index: number) => boolean;
      most: number;
    },
  ): number[] {
    const indices: number[] = [];
    for (let position = from; position < order.length; position++) {
      if (indices.length === most) return indices;
      if (isUsable(order[position])) indices.push(order[position]);
    }
    if (!this.#dropLast) return indices;
    const left = (gathered + indices.length) % this.batchSize;
    return indices.slice(0, Math.max(0, indices.length - left));
  }
}

/** Half of all positions, at random, from the state that the epoch's shuffle began with. */
function drawFlips(count: number, shuffle: number[]): Uint8Array {
  const random = new RandomGenerator((shuffle[0] ^ 0x9e3779b9) >>> 0);
  return Uint8Array.from({ length: count }, () => random.uint32() >>> 31);
}
