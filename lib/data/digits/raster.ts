/**
 * From the pen's trace to pixels.
 *
 * @module
 */
import type { PenTrace } from "./hand.ts";

/**
 * Paints a trace white on black, with soft edges as a scanner's.
 *
 *     pixel = 255 · max over segments of clamp((radius − distance) / softness + ½, 0, 1)
 *
 * The distance is from the pixel's centre to the segment between two samples, so ends and
 * joints come out round. The maximum, not the sum, keeps a crossing as bright as a stroke.
 *
 * @param trace The trace in pixels about (0, 0), which comes to lie on pixel `side / 2`, as
 * MNIST puts its centre of mass.
 * @param pixels Where the image goes, `side · side` bytes; what was there is lost.
 * @param options `side` in pixels.
 */
export function paintTrace(
  { x, y, radius, ends, softness }: PenTrace,
  pixels: Uint8Array,
  { side = 28 }: { side?: number } = {},
): void {
  pixels.fill(0);
  const middle = side / 2;
  let start = 0;
  for (const end of ends) {
    for (let i = start; i < end - 1 || i === start; i++) {
      const next = Math.min(i + 1, end - 1);
      const ax = x[i] + middle, ay = y[i] + middle, ar = radius[i];
      const dx = x[next] - x[i], dy = y[next] - y[i], dr = radius[next] - ar;
      const reach = Math.max(ar, ar + dr) + softness / 2;
      const left = Math.max(0, Math.ceil(Math.min(ax, ax + dx) - reach));
      const right = Math.min(side - 1, Math.floor(Math.max(ax, ax + dx) + reach));
      const top = Math.max(0, Math.ceil(Math.min(ay, ay + dy) - reach));
      const bottom = Math.min(side - 1, Math.floor(Math.max(ay, ay + dy) + reach));
      const scale = 1 / (dx * dx + dy * dy || 1);
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const px = column - ax, py = row - ay;
          const t = Math.min(1, Math.max(0, (px * dx + py * dy) * scale));
          const qx = px - t * dx, qy = py - t * dy;
          const inside = ar + t * dr - Math.sqrt(qx * qx + qy * qy);
          const cover = Math.min(1, inside / softness + 0.5);
          if (cover <= 0) continue;
          const value = Math.round(255 * cover);
          if (value > pixels[row * side + column]) pixels[row * side + column] = value;
        }
      }
    }
    start = end;
  }
}
