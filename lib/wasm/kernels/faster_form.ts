/**
 * Chooses between two forms of a kernel that give the same bits.
 *
 * @module
 */

/** How often both forms are tried for one choice. */
const TRIALS = 4;

/** Milliseconds from the first choice to the second; each pause is twice as long. */
const FIRST_PAUSE = 40;

/**
 * Finds out which of two forms of a kernel is faster on this engine.
 *
 * How V8 compiles a kernel depends on flags that a program cannot ask for, so both forms
 * are tried with a small job of their own, in the order 0 1 1 0 0 1 1 0, and the best
 * times count: of several jobs of a tenth of a millisecond, one at least runs without
 * another program in between.
 *
 * V8 compiles a kernel well only after it has run for some time, and any choice may have
 * fallen into a bad moment. So it is made again, after pauses that double: that costs
 * less and less, and no wrong choice stays.
 */
export class FasterForm {
  readonly #now: () => number;
  #faster: 0 | 1 = 0;
  #resume = -Infinity;
  #pause = FIRST_PAUSE;

  /** @param now A clock, in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * The faster form, as far as is known.
   *
   * @param trial Does a small job in form 0 or 1, always the same.
   */
  choose(trial: (form: 0 | 1) => void): 0 | 1 {
    if (this.#now() < this.#resume) return this.#faster;
    const best = [Infinity, Infinity];
    for (let i = 0; i < TRIALS; i++) {
      for (const form of i % 2 === 0 ? [0, 1] as const : [1, 0] as const) {
        const start = this.#now();
        trial(form);
        best[form] = Math.min(best[form], this.#now() - start);
      }
    }
    this.#faster = best[1] < best[0] ? 1 : 0;
    this.#resume = this.#now() + this.#pause;
    this.#pause *= 2;
    return this.#faster;
  }
}
