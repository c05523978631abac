/** How the waits grow. */
export interface GrowingIntervalsOptions {
  /** Milliseconds of the first wait; each one is twice the one before. */
  first: number;
  /** Milliseconds that no wait exceeds. */
  longest: number;
  /** A clock in milliseconds. */
  now?: () => number;
}

/**
 * Says when something is due that is wanted soon at first, and costs too much to be done
 * often for long: after 1 s, 2 s more, 4 s more … and then as seldom as it may be.
 */
export class GrowingIntervals {
  readonly #longest: number;
  readonly #now: () => number;
  #wait: number;
  #since: number;

  /** @param options The first wait begins now. */
  constructor(
    { first, longest, now = () => performance.now() }: GrowingIntervalsOptions,
  ) {
    this.#longest = longest;
    this.#now = now;
    this.#wait = Math.min(first, longest);
    this.#since = now();
  }

  /** Whether the wait is over; the next one begins then. */
  isDue(): boolean {
    const now = this.#now();
    if (now - this.#since < this.#wait) return false;
    this.#since = now;
    this.#wait = Math.min(2 * this.#wait, this.#longest);
    return true;
  }
}
