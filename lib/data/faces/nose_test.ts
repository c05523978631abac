import assert from "node:assert/strict";
import { FaceCanvas, side } from "./canvas.ts";
import type { Head } from "./head.ts";
import { paintNose } from "./nose.ts";

const head: Head = {
  frame: { x: 32, y: 32, cosine: 1, sine: 0 },
  turn: 0,
  halfWidth: 15,
  halfHeight: 19,
  squareness: 0,
  taper: 0,
  cheeks: 1,
  chin: 1,
  ears: 1,
  neck: 0.5,
  skin: [0.8, 0.6, 0.5],
  blush: 0,
};
const nose = { width: 2.7, tip: 0.35, height: 1, bridge: 2 };

function painted(changes: Partial<Head>, light: number): FaceCanvas {
  const canvas = new FaceCanvas();
  canvas.frame = head.frame;
  canvas.ellipse(0, 0, 40, 40, { colour: [1, 1, 1] });
  paintNose(canvas, { ...head, ...changes }, nose, light);
  return canvas;
}

const colour = (canvas: FaceCanvas, row: number, column: number, channel: number) =>
  canvas.colours[canvas.at(row, column) + channel];
const slopeX = (canvas: FaceCanvas, row: number, column: number) =>
  canvas.relief[canvas.at(row, column)];

Deno.test("a nose from the front is a ridge with the same slopes on both sides", () => {
  const canvas = painted({}, 0.5);
  for (let row = 25; row < 44; row++) {
    for (let k = 0; k < 6; k++) {
      const left = slopeX(canvas, row, 31 - k), right = slopeX(canvas, row, 32 + k);
      assert.ok(Math.abs(left + right) < 1e-6, `row ${row}, ${k} from the middle`);
    }
  }
  assert.ok(slopeX(canvas, 34, 30) > 0, "it rises towards the middle");
});

Deno.test("the shadow lies on the side that the light does not reach", () => {
  const red = (light: number, column: number) =>
    colour(painted({}, light), 37, column, 0);
  assert.ok(red(1, 29) < red(1, 34), "light from the right");
  assert.ok(red(-1, 29) > red(-1, 34), "light from the left");
});

Deno.test("two nostrils are darker than the tip between them, and move when the head turns", () => {
  const darkest = (canvas: FaceCanvas) => {
    const row = Array.from(
      { length: side },
      (_, column) => colour(canvas, 40, column, 1),
    );
    return row.indexOf(Math.min(...row));
  };
  const front = painted({}, 0);
  assert.ok(colour(front, 40, 30, 1) < colour(front, 37, 32, 1));
  assert.ok(darkest(painted({ turn: 0.3 }, 0)) > darkest(front) + 2);
});
