import type { RandomGenerator } from "../../tensor/random.ts";

/**
 * Random proportions that have the same bits on every machine.
 *
 * `RandomGenerator.normal()` needs a logarithm and a cosine, which ECMAScript does not
 * specify to the last bit; sums of uniform numbers are exact everywhere.
 */
export class Variation {
  readonly #random: RandomGenerator;

  /** @param random Where all numbers come from. */
  constructor(random: RandomGenerator) {
    this.#random = random;
  }

  /**
   * A number about `mean` that never strays further than `reach`: the sum of three
   * uniform numbers, with a standard deviation of a third of `reach`.
   */
  about(mean: number, reach: number): number {
    const random = this.#random;
    const sum = random.uniform() + random.uniform() + random.uniform();
    return mean + reach * (sum / 1.5 - 1);
  }

  /** A number from `low` up to but not including `high`, all equally likely. */
  between(low: number, high: number): number {
    return low + (high - low) * this.#random.uniform();
  }

  /** One of `choices`, all equally likely. */
  oneOf<T>(choices: readonly T[]): T {
    return choices[Math.floor(choices.length * this.#random.uniform())];
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }
}
