import assert from "node:assert/strict";
import { FaceCanvas, side } from "./canvas.ts";
import { lightCanvas } from "./light.ts";
import { createTextures } from "./textures.ts";

const textures = createTextures();
const light = { x: -0.6, y: -0.4, ambient: 0.5 };

/** Lights a canvas whose first pixels are as given, and returns these as bytes. */
function lit(...pixels: number[][]): number[][] {
  const canvas = new FaceCanvas();
  pixels.forEach((pixel, i) => {
    canvas.colours.set(pixel.slice(0, 3), 3 * i);
    canvas.relief.set(pixel.slice(3), 3 * i);
  });
  const out = new Uint8Array(side * side * 3);
  lightCanvas(canvas, light, textures, out);
  return pixels.map((_, i) => Array.from(out.slice(3 * i, 3 * i + 3)));
}

Deno.test("what faces the viewer keeps its colour, rounded to bytes", () => {
  assert.deepEqual(lit([0.2, 0.5, 1, 0, 0, 0]), [[51, 128, 255]]);
});

Deno.test("what is too bright for a byte is 255, and what is darker than black is 0", () => {
  const bright = [1.5, 0.2, 1.1, 0, 0, 0], dark = [0.2, -0.3, 2, 0, 0, 0];
  assert.deepEqual(lit(bright, dark), [[255, 51, 255], [51, 0, 255]]);
});

Deno.test("a slope that faces the light is brighter than its opposite, by the formula ± 1", () => {
  const [towards, away] = lit([0.5, 0.5, 0.5, 0.5, 0, 0], [
    0.5,
    0.5,
    0.5,
    -0.5,
    0,
    0,
  ]);
  const length = Math.hypot(0.6, 0.4, 0.8), scale = 1 / Math.sqrt(1.25);
  const facing = (slope: number) => scale * (0.8 + slope * 0.6) / length;
  const green = (slope: number) =>
    255 * 0.5 * (0.5 + 0.5 * facing(slope) / (0.8 / length));
  assert.ok(Math.abs(towards[1] - green(0.5)) <= 1, `${towards}`);
  assert.ok(Math.abs(away[1] - green(-0.5)) <= 1, `${away}`);
  // Light is warmer than shadow.
  assert.ok(towards[0] > towards[2] && away[0] < away[2]);
});

Deno.test("gloss adds a highlight where the normal lies between the light and the viewer", () => {
  const middle = Math.hypot(0.6, 0.4, 0.8);
  const slope = (towards: number) => -towards / middle / (0.8 / middle + 1);
  const dull = [0.1, 0.1, 0.1, slope(-0.6), slope(-0.4), 0];
  const [without, with_, elsewhere] = lit(dull, [...dull.slice(0, 5), 0.5], [
    0.1,
    0.1,
    0.1,
    -1,
    -1,
    0.5,
  ]);
  assert.ok(Math.abs(with_[0] - without[0] - 127.5) <= 1, `${with_} ${without}`);
  assert.ok(elsewhere[0] < 30, `${elsewhere}`);
});
