import assert from "node:assert/strict";
import { FaceCanvas } from "./canvas.ts";
import { paintStroke } from "./stroke.ts";

const white = { colour: [1, 1, 1] as const };

/** How many pixels' worth of white lies on a leaning canvas that was black. */
function areaOf(paint: (canvas: FaceCanvas) => void): number {
  const canvas = new FaceCanvas();
  canvas.frame = { x: 31.7, y: 32.2, cosine: Math.sqrt(1 - 0.01), sine: 0.1 };
  paint(canvas);
  let sum = 0;
  for (let at = 0; at < canvas.colours.length; at += 3) sum += canvas.colours[at];
  return sum;
}

Deno.test("a stroke covers its length times its width and its round ends, within 5 %", () => {
  const area = areaOf((canvas) => paintStroke(canvas, [-8, -3, 4], [6, 5, 4], white));
  const expected = Math.hypot(14, 8) * 4 + Math.PI * 4;
  assert.ok(Math.abs(area / expected - 1) < 0.05, `${area}`);
});

Deno.test("a stroke that widens covers its mean width times its length, within 5 %", () => {
  const area = areaOf((canvas) => paintStroke(canvas, [-9, 2, 2], [9, 2, 6], white));
  // Half a disc at each end, of radius 1 and 3.
  const expected = 18 * 4 + Math.PI / 2 * (1 + 9);
  assert.ok(Math.abs(area / expected - 1) < 0.05, `${area}`);
});

Deno.test("a stroke half a pixel wide covers half of what one a pixel wide covers, within 2 %", () => {
  const area = (width: number) =>
    areaOf((canvas) => paintStroke(canvas, [-8, -3, width], [6, 5, width], white));
  assert.ok(Math.abs(area(0.5) / area(1) - 0.5) < 0.01, `${area(0.5) / area(1)}`);
});
