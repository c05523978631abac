/** 2⁻²⁴ and 2⁻³²: the steps between neighbouring draws. */
const STEP_24 = 1 / 0x1000000;
const STEP_32 = 1 / 0x100000000;

/**
 * A seeded source of random numbers, the same on every machine and backend.
 *
 * xoshiro128** draws 32 bits at a time with a period of 2¹²⁸ − 1. Its four words of
 * state come from the seed through splitmix32, so that neighbouring seeds give unrelated
 * streams.
 *
 * JavaScript's own source cannot be seeded, and tfjs's random ops may change from one
 * release to the next: hence this class.
 *
 * Source: Blackman and Vigna (2021), Scrambled linear pseudorandom number generators,
 * https://prng.di.unimi.it/xoshiro128starstar.c
 *
 * @example
 * ```ts
 * import { RandomGenerator } from "./random.ts";
 *
 * const random = new RandomGenerator(7);
 * const saved = random.state();
 * const first = random.normal();
 * console.log(RandomGenerator.fromState(saved).normal() === first); // true
 * ```
 */
export class RandomGenerator {
  readonly #words: Uint32Array;

  /**
   * @param seed An integer from 0 to 2³² − 1.
   * @throws {RangeError} If the seed is anything else.
   */
  constructor(seed: number) {
    if (seed !== seed >>> 0) {
      throw new RangeError(
        "Cannot seed the random numbers as 'seed' must be an integer from 0 to " +
          `4294967295: current value is ${seed}`,
      );
    }
    this.#words = splitmix32(seed, 4);
  }

  /** 32 random bits as an integer from 0 to 2³² − 1. */
  uint32(): number {
    const s = this.#words;
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return result;
  }

  /**
   * A number from [0, 1), each multiple of 2⁻²⁴ equally likely.
   *
   * 24 bits, not 32 or 53: these are exact in float32, and none rounds up to 1 there.
   */
  uniform(): number {
    return (this.uint32() >>> 8) * STEP_24;
  }

  /**
   * A number from the standard normal distribution N(0, 1).
   *
   *     √(−2 ln u) · cos(2πv),  u in (0, 1], v in [0, 1)
   *
   * u is never 0, so the logarithm stays finite and no draw lies beyond 6.7. The sine
   * would give a second number; it is not kept, so the state is four words and no more.
   *
   * Source: Box and Muller (1958), https://doi.org/10.1214/aoms/1177706645
   */
  normal(): number {
    const u = (this.uint32() + 1) * STEP_32;
    const v = this.uint32() * STEP_32;
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  }

  /**
   * An integer from 0 to `n` − 1, all equally likely.
   *
   * A remainder alone would favour small results; draws from the last, incomplete run of
   * `n` are thrown away instead.
   *
   * @param n How many values there are, an integer from 1 to 2³².
   * @throws {RangeError} If `n` is anything else.
   */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 0x100000000) {
      throw new RangeError(
        "Cannot draw an integer as 'n' must be an integer from 1 to 4294967296: " +
          `current value is ${n}`,
      );
    }
    const limit = 0x100000000 - 0x100000000 % n;
    let bits = this.uint32();
    while (bits >= limit) bits = this.uint32();
    return bits % n;
  }

  /** The four words that decide all later draws; `fromState()` continues from them. */
  state(): number[] {
    return Array.from(this.#words);
  }

  /**
   * A generator that continues where another one stood.
   *
   * @param state What `state()` gave: four integers from 0 to 2³² − 1, not all 0.
   * @throws {RangeError} If the state is anything else: from four zeros only zeros come.
   */
  static fromState(state: number[]): RandomGenerator {
    const valid = state.length === 4 && state.every((word) => word === word >>> 0) &&
      state.some((word) => word !== 0);
    if (!valid) {
      throw new RangeError(
        "Cannot restore the random numbers as 'state' must be four integers from 0 to " +
          `4294967295, not all 0: current value is [${state.join(", ")}]`,
      );
    }
    const random = new RandomGenerator(0);
    random.#words.set(state);
    return random;
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The first words of splitmix32, a counter whose bits are mixed twice. */
function splitmix32(seed: number, count: number): Uint32Array {
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    let word = seed + Math.imul(i + 1, 0x9e3779b9) | 0;
    word = Math.imul(word ^ word >>> 16, 0x21f0aaad);
    word = Math.imul(word ^ word >>> 15, 0x735a2d97);
    words[i] = word ^ word >>> 15;
  }
  return words;
}
