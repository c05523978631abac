/**
 * The mean of some numbers; of ones and zeros it is the share of the ones.
 *
 * @param values Numbers, added up in float64.
 * @returns NaN where there are none.
 */
export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
