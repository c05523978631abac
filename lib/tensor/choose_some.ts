import type { RandomGenerator } from "./random.ts";
import { shuffledIndices } from "./shuffle.ts";

/**
 * Some of several things by chance, none of them twice, in random order.
 *
 * All choices, and all their orders, are equally likely.
 *
 * @param things Not changed.
 * @param count How many of them to choose.
 * @param random The source of randomness; as many draws as there are things but one,
 *   however few are chosen.
 * @throws {RangeError} If `count` is no integer from 0 to the number of things.
 */
export function chooseSome<Thing>(
  things: readonly Thing[],
  count: number,
  random: RandomGenerator,
): Thing[] {
  if (!Number.isInteger(count) || count < 0 || count > things.length) {
    throw new RangeError(
      "Cannot choose by chance as 'count' must be an integer from 0 to " +
        `${things.length}: current value is ${count}`,
    );
  }
  const chosen = shuffledIndices(things.length, random).subarray(0, count);
  return Array.from(chosen, (index) => things[index]);
}
