/**
 * A number of a diagnosis as people read it: two digits that count.
 *
 * @param value Any number.
 */
export function inWords(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}
