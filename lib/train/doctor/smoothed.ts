/**
 * The recent mean of a number that jumps from step to step, in constant memory.
 *
 *     mean ← mean + a (value − mean),    a = max(1 − (1 − 1/steps)ᵏ, k/n)
 *
 * k is how many steps the value stands for and n how many there were so far: an
 * exponential mean over about `steps` of them, and the plain one while there are fewer.
 */
export class Smoothed {
  readonly #steps: number;
  #count = 0;
  #mean = NaN;

  /** @param steps Over how many steps. */
  constructor(steps: number) {
    this.#steps = steps;
  }

  /** The mean; NaN before the first value. */
  get mean(): number {
    return this.#mean;
  }

  /**
   * Takes in a value.
   *
   * @param value A finite number; any other is left out.
   * @param steps How many steps it stands for.
   */
  add(value: number | undefined, steps: number): void {
    if (!Number.isFinite(value)) return;
    this.#count += steps;
    if (Number.isNaN(this.#mean)) this.#mean = value!;
    const recent = 1 - (1 - 1 / this.#steps) ** steps;
    this.#mean += Math.max(recent, steps / this.#count) * (value! - this.#mean);
  }
}
