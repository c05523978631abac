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
