import { mean } from "../measure/mean.ts";

/**
 * Shortens a long line to means of equal runs of neighbours.
 *
 * A figure of 5,000 steps then is as small and as quick to draw as one of 400. A value
 * that is not finite makes its whole run a gap, so that no failure is averaged away.
 *
 * @param points The line, from left to right.
 * @param options.most The most points to keep, at least 1; 400 by default.
 * @returns The points, and of how many each one is the mean (`size`).
 */
export function binMeans(
  points: readonly { x: number; y: number }[],
  { most = 400 } = {},
): { points: { x: number; y: number }[]; size: number } {
  const size = Math.max(1, Math.ceil(points.length / most));
  if (size === 1) return { points: [...points], size };
  const binned = [];
  for (let start = 0; start < points.length; start += size) {
    const bin = points.slice(start, start + size);
    binned.push({ x: mean(bin.map(({ x }) => x)), y: mean(bin.map(({ y }) => y)) });
  }
  return { points: binned, size };
}
