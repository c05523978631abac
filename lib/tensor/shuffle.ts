import type { RandomGenerator } from "./random.ts";

/**
 * The integers from 0 to `n` − 1 in random order, all n! orders equally likely.
 *
 * Each place, from the last to the second, swaps with a random place not after it.
 *
 * Source: Fisher–Yates in Durstenfeld's form, Knuth, The Art of Computer Programming 2,
 * algorithm 3.4.2P.
 *
 * @param n How many, an integer from 0 to 2³² − 1.
 * @param random The source of randomness; `n` − 1 integers are drawn from it.
 * @throws {RangeError} If `n` is not such an integer.
 */
export function shuffledIndices(n: number, random: RandomGenerator): Uint32Array {
  if (n !== n >>> 0) {
    throw new RangeError(
      "Cannot shuffle as 'n' must be an integer from 0 to 4294967295: " +
        `current value is ${n}`,
    );
  }
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [indices[last], indices[other]] = [indices[other], indices[last]];
  }
  return indices;
}
