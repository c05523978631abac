import assert from "node:assert/strict";
import { FaceCanvas } from "./canvas.ts";
import { paintGlasses } from "./glasses.ts";
import { describePortrait } from "./portrait.ts";
import { RandomGenerator } from "../../tensor/random.ts";

const { head, eyes } = describePortrait(new RandomGenerator(1), { turn: 0, tilt: 0 });
const glasses = {
  width: 5.4,
  height: 4.2,
  squareness: 0.4,
  thickness: 0.6,
  colour: [0, 0, 0] as const,
  glint: 0.2,
};

/** Red about the glasses on a white picture, at (u, v) from between the eyes. */
function painted(areEarsCovered = false): (u: number, v: number) => number {
  const canvas = new FaceCanvas();
  canvas.ellipse(32, 32, 90, 90, { colour: [0.5, 0.5, 0.5] });
  canvas.frame = head.frame;
  paintGlasses(canvas, head, eyes, glasses, areEarsCovered);
  const y = head.frame.y + eyes.v * head.halfHeight + 0.5;
  return (u, v) =>
    canvas.colours[canvas.at(Math.floor(y + v), Math.floor(head.frame.x + u))];
}

Deno.test("a dark frame surrounds clear glass on both sides", () => {
  const red = painted();
  for (const sign of [-1, 1]) {
    const middle = sign * eyes.apart * head.halfWidth;
    assert.ok(red(middle, 0) >= 0.5, "glass pales what lies behind it");
    for (const edge of [-4.2, 4.2]) {
      const darkest = Math.min(...[-1, 0, 1].map((d) => red(middle, edge + d)));
      assert.ok(darkest < 0.25, `${sign}, ${edge}`);
    }
  }
});

Deno.test("a bridge joins the two, and temples reach the ears", () => {
  const red = painted();
  assert.ok(Math.min(...[-3, -2, -1, 0].map((v) => red(0, v))) < 0.25);
  for (const sign of [-1, 1]) {
    const u = sign * (head.halfWidth - 1);
    assert.ok(Math.min(...[-3, -2, -1, 0].map((v) => red(u, v))) < 0.25);
  }
});

Deno.test("temples end at the hair where it covers the ears", () => {
  const free = painted(), covered = painted(true);
  for (const sign of [-1, 1]) {
    const u = sign * (head.halfWidth - 0.2);
    const darkest = (red: typeof free) =>
      Math.min(...[-3, -2, -1, 0].map((v) => red(u, v)));
    assert.ok(darkest(free) < 0.3, `${sign}: ${darkest(free)}`);
    assert.equal(darkest(covered), 0.5);
  }
});

Deno.test("nothing is painted more than 2 pixels beyond the frames", () => {
  const red = painted();
  for (let u = -20; u <= 20; u++) {
    for (const v of [-7, 7, 12]) assert.equal(red(u, v), 0.5, `${u}, ${v}`);
  }
});
