/**
 * The seed of image `index` of a drawn set: image i depends on the set's seed and i only,
 * so a longer set begins with the shorter one and any part of it can be drawn alone.
 *
 * For one seed all indices give different seeds, as both steps are bijections.
 *
 * Source: MurmurHash3's finaliser, https://github.com/aappleby/smhasher
 *
 * @param seed The set's, an integer of 32 bits.
 * @param index 0 or more.
 * @returns An integer from 0 to 2³² − 1.
 */
export function indexedSeed(seed: number, index: number): number {
  return scramble(scramble(seed | 0) + index);
}

function scramble(value: number): number {
  value ^= value >>> 16;
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
