import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import type { FaceAttributes } from "./attributes.ts";
import { FaceCanvas, side } from "./canvas.ts";
import {
  type Head,
  paintEars,
  paintHead,
  paintNeck,
  placeOnFace,
  shaded,
} from "./head.ts";
import { describePortrait } from "./portrait.ts";

const headOf = (fixed: Partial<FaceAttributes>, seed = 1): Head =>
  describePortrait(new RandomGenerator(seed), { turn: 0, tilt: 0, ...fixed }).head;

function painted(head: Head): FaceCanvas {
  const canvas = new FaceCanvas();
  canvas.frame = head.frame;
  paintHead(canvas, head);
  return canvas;
}

Deno.test("the head covers its middle fully, its height and width, and no corner", () => {
  const head = headOf({ faceShape: "oval" });
  const { head: mask } = painted(head);
  const row = Math.floor(head.frame.y), column = Math.floor(head.frame.x);
  assert.equal(mask[row * side + column], 1);
  assert.equal(mask[0] + mask[side - 1], 0);
  const width = mask.slice(row * side, (row + 1) * side).reduce((a, b) => a + b);
  let height = 0;
  for (let y = 0; y < side; y++) height += mask[y * side + column];
  assert.ok(Math.abs(width - 2 * head.halfWidth) < 0.5, `${width}`);
  assert.ok(Math.abs(height - 2 * head.halfHeight) < 0.5, `${height}`);
});

Deno.test("a square jaw covers more than an oval one, a heart's less", () => {
  const jaw = (faceShape: FaceAttributes["faceShape"]) => {
    const { head: mask } = painted({
      ...headOf({ faceShape }),
      halfWidth: 15,
      halfHeight: 19,
    });
    return mask.slice(40 * side).reduce((a, b) => a + b);
  };
  assert.ok(jaw("square") > jaw("oval") + 10);
  assert.ok(jaw("heart") < jaw("oval") - 10);
});

Deno.test("skin gets darker from tone 1 to 6", () => {
  const light = [1, 2, 3, 4, 5, 6].map((tone) => {
    const tones = Array.from(
      { length: 20 },
      (_, seed) => headOf({ skinTone: tone as FaceAttributes["skinTone"] }, seed).skin[1],
    );
    return [Math.min(...tones), Math.max(...tones)];
  });
  for (let i = 1; i < 6; i++) {
    assert.ok(light[i][0] < light[i - 1][0] && light[i][1] < light[i - 1][1]);
  }
});

Deno.test("a face from the front keeps its places; turned, the far side is narrower", () => {
  const front = { ...headOf({}), turn: 0 };
  assert.deepEqual(placeOnFace(front, 6), { u: 6, scale: 1 });
  const turned = { ...front, turn: 0.3 };
  const [near, middle, far] = [-6, 0, 6].map((u) => placeOnFace(turned, u));
  assert.ok(middle.u > 2, "the face moves to where it turns");
  assert.ok(far.scale < 0.95 && near.scale > 1.05);
  assert.ok(far.u - middle.u < middle.u - near.u);
  // A nose stands out further, so it moves further.
  assert.ok(placeOnFace(turned, 0, 1.3).u > middle.u);
});

Deno.test("ears lie beside the head, and the neck below its middle, in skin's colour", () => {
  const head = headOf({});
  const reds = (paint: (canvas: FaceCanvas, head: Head) => void) => {
    const canvas = new FaceCanvas();
    canvas.frame = head.frame;
    paint(canvas, head);
    return (row: number, column: number) => canvas.colours[canvas.at(row, column)];
  };
  const { x, y } = head.frame;
  const ears = reds(paintEars);
  for (const sign of [-1, 1]) {
    assert.ok(ears(Math.floor(y), Math.floor(x + sign * (head.halfWidth + 1))) > 0.05);
  }
  assert.equal(ears(Math.floor(y), Math.floor(x)), 0);
  const neck = reds(paintNeck);
  assert.ok(neck(Math.floor(y + head.halfHeight + 2), Math.floor(x)) > 0.05);
  assert.equal(neck(Math.floor(y), Math.floor(x)), 0);
});

Deno.test("a shaded colour is darker and redder, a lit one lighter", () => {
  const [red, green, blue] = shaded([0.5, 0.5, 0.5], 0.6);
  assert.ok(red > green && green > blue && red < 0.5);
  assert.deepEqual(shaded([0.5, 0.4, 0.3], 1), [0.5, 0.4, 0.3]);
  assert.ok(shaded([0.5, 0.4, 0.3], 1.2)[0] > 0.5);
});
