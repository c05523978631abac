/**
 * A number of a diagnosis as people read it: two digits that count.
 *
 * @param value Any number.
 */
export function inWords(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}

/**
 * A share in per cent, never rounded to all or nothing: "more than 99 %" for .997.
 *
 * @param share In [0, 1].
 */
export function percent(share: number): string {
  if (share > .99 && share < 1) return "more than 99 %";
  if (share > 0 && share < .01) return "less than 1 %";
  return `${Math.round(100 * share)} %`;
}
