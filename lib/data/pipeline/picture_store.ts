/**
 * Decoded pictures in memory that is shared with the threads which decode them.
 *
 * @module
 */

/** What a place of the store holds. */
const EMPTY = 0;
const AWAITED = 1;
const READY = 2;

/**
 * A fixed piece of shared memory, cut into places of one picture each.
 *
 * If all pictures fit, each gets a place for good and is decoded once. Otherwise the last
 * `window` places are used in turn for the pictures to come, and the pictures that filled
 * the others stay there: in a shuffled order no choice of which to keep serves better
 * than any other.
 *
 * Nothing is allocated after the constructor, whatever the set's size: `bytes` is all
 * that the pictures take.
 */
export class PictureStore {
  /** The places' memory; threads write the pictures straight into it. */
  readonly memory: SharedArrayBuffer;
  /** How many pictures fit at once. */
  readonly places: number;
  /** How many pictures to come can be decoded ahead. */
  readonly window: number;
  readonly #pictureBytes: number;
  /** The places from this one on are used in turn. */
  readonly #kept: number;
  /** The place of each picture, or −1. */
  readonly #placeOf: Int32Array;
  /** The picture of each place; meaningless where it is empty. */
  readonly #pictureIn: Int32Array;
  readonly #state: Uint8Array;
  /** Places among the first `#kept` that have never held a picture, or lost it. */
  readonly #freeKept: number[] = [];
  #nextKept = 0;
  #turn = 0;

  /**
   * @param options `count`, the set's pictures; `pictureBytes`, of one decoded;
   * `budget`, how many bytes all pictures in memory may take; `window`, how many pictures
   * must at least be decoded ahead.
   * @throws {RangeError} If the budget is smaller than the window.
   */
  constructor({ count, pictureBytes, budget, window }: {
    count: number;
    pictureBytes: number;
    budget: number;
    window: number;
  }) {
    const needed = Math.min(count, window);
    if (!(budget >= needed * pictureBytes)) {
      throw new RangeError(
        `Cannot hold decoded pictures as 'memory' must be at least ` +
          `${needed * pictureBytes} bytes, for ${needed} pictures of ${pictureBytes}: ` +
          `current value is ${budget}`,
      );
    }
    this.places = Math.min(count, Math.floor(budget / pictureBytes));
    this.window = needed;
    this.#kept = this.places === count ? count : this.places - needed;
    this.#pictureBytes = pictureBytes;
    this.memory = new SharedArrayBuffer(this.places * pictureBytes);
    this.#placeOf = new Int32Array(count).fill(-1);
    this.#pictureIn = new Int32Array(this.places);
    this.#state = new Uint8Array(this.places);
  }

  /** How many bytes the pictures' memory has. */
  get bytes(): number {
    return this.memory.byteLength;
  }

  /** Whether all of the set's pictures fit, so that each is decoded once. */
  get holdsAll(): boolean {
    return this.#kept === this.#placeOf.length;
  }

  /** Whether a picture is in the store or on its way. */
  has(picture: number): boolean {
    return this.#placeOf[picture] >= 0;
  }

  /** The picture's pixels in the shared memory, or null if they are not there yet. */
  pixels(picture: number): Uint8Array | null {
    const place = this.#placeOf[picture];
    if (place < 0 || this.#state[place] !== READY) return null;
    return new Uint8Array(this.memory, place * this.#pictureBytes, this.#pictureBytes);
  }

  /**
   * Gives pictures places, in their order, until no more place can be had.
   *
   * A place is taken over only from a picture that is ready and not among `wanted`.
   *
   * @param wanted The pictures to come, in order.
   * @returns Those that were not in the store, with the places that now await them.
   */
  reserve(wanted: number[]): { picture: number; place: number }[] {
    const keep = new Set(wanted);
    const reserved: { picture: number; place: number }[] = [];
    let left = this.places - this.#kept;
    for (const picture of wanted) {
      if (this.has(picture)) continue;
      let place = this.#freeKept.pop() ??
        (this.#nextKept < this.#kept ? this.#nextKept++ : -1);
      for (; place < 0 && left > 0; left--) {
        const candidate = this.#kept + this.#turn++ % (this.places - this.#kept);
        if (this.#isFree(candidate, keep)) place = candidate;
      }
      if (place < 0) break;
      this.#empty(place);
      this.#placeOf[picture] = place;
      this.#pictureIn[place] = picture;
      this.#state[place] = AWAITED;
      reserved.push({ picture, place });
    }
    return reserved;
  }

  /** Says that an awaited picture's pixels are in its place. */
  fill(place: number): void {
    this.#state[place] = READY;
  }

  /** Says that an awaited picture will not come: its place is free again. */
  giveUp(place: number): void {
    this.#empty(place);
    if (place < this.#kept) this.#freeKept.push(place);
  }

  #isFree(place: number, keep: Set<number>): boolean {
    if (this.#state[place] === EMPTY) return true;
    return this.#state[place] === READY && !keep.has(this.#pictureIn[place]);
  }

  #empty(place: number): void {
    if (this.#state[place] !== EMPTY) this.#placeOf[this.#pictureIn[place]] = -1;
    this.#state[place] = EMPTY;
  }
}
