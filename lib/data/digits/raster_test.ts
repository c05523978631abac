import assert from "node:assert/strict";
import type { PenTrace } from "./hand.ts";
import { paintTrace } from "./raster.ts";

const trace = (
  points: [number, number, number][],
  ends = [points.length],
  softness = 1,
): PenTrace => ({
  x: Float64Array.from(points, ([x]) => x),
  y: Float64Array.from(points, ([, y]) => y),
  radius: Float64Array.from(points, ([, , radius]) => radius),
  ends,
  softness,
});

function paint(pen: PenTrace, side: number): number[] {
  const pixels = new Uint8Array(side * side).fill(9);
  paintTrace(pen, pixels, { side });
  return Array.from(pixels);
}

Deno.test("a level stroke covers its pixels fully and those beside it by half", () => {
  // Around row 3 with radius 1: rows 2 and 4 have their centres on the edge.
  const pixels = paint(trace([[-9, 0, 1], [9, 0, 1]]), 6);
  const column = [0, 1, 2, 3, 4, 5].map((row) => pixels[row * 6 + 3]);
  assert.deepEqual(column, [0, 0, 128, 255, 128, 0]);
});

Deno.test("a dot is round, centred on pixel side/2, and the rest of the image is black", () => {
  const pixels = paint(trace([[0, 0, 1.5]]), 8);
  const at = (row: number, column: number) => pixels[row * 8 + column];
  assert.equal(at(4, 4), 255);
  assert.equal(at(4, 5), at(3, 4));
  assert.equal(at(5, 5), at(3, 3));
  assert.equal(at(5, 5), Math.round(255 * (1.5 - Math.SQRT2 + 0.5)));
  assert.equal(at(0, 0), 0);
});

Deno.test("a crossing is as bright as a stroke, and strokes are not joined", () => {
  const cross = paint(
    trace([[-3, 0, 0.6], [3, 0, 0.6], [0, -3, 0.6], [0, 3, 0.6]], [2, 4]),
    8,
  );
  assert.equal(Math.max(...cross), 255);
  const apart = paint(
    trace([[-3, -3, 0.5], [-1, -3, 0.5], [3, 3, 0.5], [1, 3, 0.5]], [2, 4]),
    8,
  );
  assert.equal(apart[4 * 8 + 4], 0);
});

Deno.test("a trace beyond the image is cut off, not wrapped around", () => {
  const pixels = paint(trace([[0, 0, 0.5], [40, 0, 0.5]]), 8);
  assert.deepEqual(pixels.slice(0, 3 * 8), new Array(24).fill(0));
  assert.deepEqual(pixels.slice(5 * 8), new Array(24).fill(0));
});

Deno.test("a soft edge is as wide as the trace says: a level stroke fades over two pixels", () => {
  const soft = paint(trace([[-9, 0, 1], [9, 0, 1]], [2], 2), 8);
  const column = [2, 3, 4, 5, 6].map((row) => soft[row * 8 + 4]);
  // 255 · ((1 − distance) / 2 + ½) at distances 2, 1, 0.
  assert.deepEqual(column, [0, 128, 255, 128, 0]);
});
