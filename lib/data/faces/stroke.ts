import { clamp, type FaceCanvas, type Paint } from "./canvas.ts";

/** An end of a line: where it is, (u, v), and how wide the line is there, in pixels. */
export type StrokeEnd = readonly [u: number, v: number, width: number];

/**
 * Paints a line from one point to another, with round ends.
 *
 * @param softness Pixels over which its edge fades; 1 is sharp.
 */
export function paintStroke(
  canvas: FaceCanvas,
  start: StrokeEnd,
  end: StrokeEnd,
  { colour, gloss = 0, opacity = 1 }: Paint,
  softness = 1,
): void {
  const u = start[0], v = start[1], width = start[2];
  const du = end[0] - u, dv = end[1] - v, wider = end[2] - width;
  const thick = Math.max(width, end[2], 1) / 2 + softness / 2;
  const reachU = Math.abs(du) / 2 + thick, reachV = Math.abs(dv) / 2 + thick;
  canvas.reach(u + du / 2, v + dv / 2, reachU, reachV);
  // Locals, as canvas.ts explains.
  const { colours, relief, box, frame: { x, y, cosine, sine } } = canvas;
  const red = colour[0], green = colour[1], blue = colour[2];
  const scale = 1 / (du * du + dv * dv + 1e-6), sharp = 1 / softness;
  const dx = box.left + 0.5 - x;
  for (let row = box.top; row < box.bottom; row++) {
    const dy = row + 0.5 - y;
    let fromU = sine * dy + cosine * dx - u, fromV = cosine * dy - sine * dx - v;
    let at = canvas.at(row, box.left);
    const last = canvas.at(row, box.right);
    for (; at < last; at += 3, fromU += cosine, fromV -= sine) {
      const along = clamp((fromU * du + fromV * dv) * scale);
      const besideU = fromU - along * du, besideV = fromV - along * dv;
      const square = besideU * besideU + besideV * besideV;
      if (square > thick * thick) continue;
      const half = (width + along * wider) / 2;
      // A line thinner than a pixel is as much paler as it is thinner.
      const wide = half > 0.5 ? half : 0.5;
      const full = half > 0.5 ? opacity : 2 * half * opacity;
      const cover = full * clamp((wide - Math.sqrt(square)) * sharp + 0.5);
      colours[at] += cover * (red - colours[at]);
      colours[at + 1] += cover * (green - colours[at + 1]);
      colours[at + 2] += cover * (blue - colours[at + 2]);
      relief[at + 2] += cover * (gloss - relief[at + 2]);
    }
  }
}
