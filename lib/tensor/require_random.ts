import { RandomGenerator } from "./random.ts";

/**
 * Refuses what is no source of randomness, most often a bare seed.
 *
 * @param random What was given.
 * @param action What cannot be done otherwise, for the message.
 * @throws {RangeError} If it is no {@linkcode RandomGenerator}.
 */
export function requireRandom(random: RandomGenerator, action: string): void {
  if (random instanceof RandomGenerator) return;
  throw new RangeError(
    `Cannot ${action} as 'random' must be a RandomGenerator, such as ` +
      `new RandomGenerator(1): current value is ${random}`,
  );
}
