import assert from "node:assert/strict";
import { FaceCanvas, side } from "./canvas.ts";

const white = { colour: [1, 1, 1] as const };
const frame = { x: 31.7, y: 32.2, cosine: Math.sqrt(1 - 0.01), sine: 0.1 };

/** How many pixels' worth of white lies on a canvas that was black. */
function area({ colours }: FaceCanvas): number {
  let sum = 0;
  for (let at = 0; at < colours.length; at += 3) sum += colours[at];
  return sum;
}

function framed(): FaceCanvas {
  const canvas = new FaceCanvas();
  canvas.frame = frame;
  return canvas;
}

Deno.test("an ellipse covers π·a·b pixels, within 3 %, wherever it lies", () => {
  for (const [u, v, a, b] of [[0, 0, 10, 6], [-7.3, 4.1, 4, 12], [3.5, -8.2, 2, 2]]) {
    const canvas = framed();
    canvas.ellipse(u, v, a, b, white);
    assert.ok(Math.abs(area(canvas) / (Math.PI * a * b) - 1) < 0.03, `${area(canvas)}`);
  }
});

Deno.test("a row's cut holds the pixels whose centres lie in a leaning ellipse, no others", () => {
  const canvas = framed(), { x, y, cosine, sine } = frame;
  const perU = 1 / 9.3, perV = 1 / 5.1;
  for (let row = 0; row < side; row++) {
    const dy = row + 0.5 - y;
    canvas.cut(sine * dy * perU, cosine * dy * perV, cosine * perU, -sine * perV);
    for (let column = 0; column < side; column++) {
      const dx = column + 0.5 - x;
      const u = (cosine * dx + sine * dy) * perU, v = (cosine * dy - sine * dx) * perV;
      const isCut = column >= canvas.span.from && column < canvas.span.to;
      assert.equal(isCut, u * u + v * v < 1, `row ${row}, column ${column}`);
    }
  }
});

Deno.test("a lens covers what lies between its curves, within 3 %", () => {
  const canvas = framed();
  canvas.lens(1.2, 2.3, 9, [-3, 0, 3, 0, 0], [2, 0, -2, 0, 0], white);
  // ∫ 5 (1 − U²) dU over [−1, 1] times 9.
  assert.ok(Math.abs(area(canvas) / 60 - 1) < 0.03, `${area(canvas)}`);
});

Deno.test("a lens thinner than a pixel covers its share of it, within 5 %", () => {
  const canvas = framed();
  canvas.lens(0, 0.4, 10, [0, 0, 0, 0, 0], [0.3, 0, 0, 0, 0], white);
  assert.ok(Math.abs(area(canvas) / 6 - 1) < 0.05, `${area(canvas)}`);
});

Deno.test("half opacity paints half of the colour, and what lies beyond is cut off", () => {
  const canvas = new FaceCanvas();
  canvas.ellipse(0, 0, 10, 10, { ...white, opacity: 0.5 });
  assert.equal(canvas.colours[0], 0.5);
  // A quarter of it lies on the picture.
  assert.ok(Math.abs(area(canvas) / (Math.PI * 100 / 4 / 2) - 1) < 0.02);
});

Deno.test("a bump's slopes are its height's, by central differences within .01", () => {
  const canvas = new FaceCanvas();
  canvas.bump(32, 30, 12, 9, 2);
  const height = (x: number, y: number) => {
    const rest = 1 - ((x - 32) / 12) ** 2 - ((y - 30) / 9) ** 2;
    return rest > 0 ? 2 * rest * rest : 0;
  };
  for (const [row, column] of [[25, 30], [30, 38], [33, 27], [5, 5]]) {
    const at = canvas.at(row, column), x = column + 0.5, y = row + 0.5, h = 0.01;
    const slopeX = (height(x + h, y) - height(x - h, y)) / (2 * h);
    const slopeY = (height(x, y + h) - height(x, y - h)) / (2 * h);
    assert.ok(Math.abs(canvas.relief[at] - slopeX) < 0.01);
    assert.ok(Math.abs(canvas.relief[at + 1] - slopeY) < 0.01);
  }
});

Deno.test("a tint multiplies what is there, most in its middle, and nothing beyond it", () => {
  const canvas = new FaceCanvas();
  canvas.ellipse(32, 32, 60, 60, white);
  const at = (row: number, column: number) => canvas.colours[canvas.at(row, column)];
  canvas.tint(32.5, 32.5, 8, 8, [0.5, 1, 1], 1);
  assert.equal(at(32, 32), 0.5);
  assert.ok(at(32, 34) > 0.5 && at(32, 34) < at(32, 38));
  assert.equal(at(32, 41), 1);
});

Deno.test("a round ellipse slopes down to all sides, a round lens upwards and downwards", () => {
  const canvas = new FaceCanvas();
  const slope = (row: number, column: number, axis: number) =>
    canvas.relief[canvas.at(row, column) + axis];
  canvas.ellipse(32, 32, 10, 10, white, 1);
  assert.ok(slope(32, 26, 0) > 0 && slope(32, 38, 0) < 0);
  assert.ok(slope(26, 32, 1) > 0 && slope(38, 32, 1) < 0);
  const before = [slope(29, 32, 1), slope(35, 32, 1)];
  const [top, bottom] = [[-4, 0, 0, 0, 0], [4, 0, 0, 0, 0]] as const;
  canvas.lens(32, 32, 12, top, bottom, white, { roundness: 0.5 });
  assert.ok(slope(29, 32, 1) > before[0] && slope(35, 32, 1) < before[1]);
});
