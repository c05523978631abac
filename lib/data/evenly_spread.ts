/**
 * Some of many indices, as far apart as can be, the first and the last among them.
 *
 * @param count How many there are.
 * @param wanted How many are asked for.
 * @returns Them in order, each once: all of `count` if no fewer are wanted.
 */
export function evenlySpread(count: number, wanted: number): number[] {
  const length = Math.min(count, wanted);
  const step = length > 1 ? (count - 1) / (length - 1) : 0;
  return Array.from({ length }, (_, i) => Math.round(i * step));
}
