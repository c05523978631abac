import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import { FaceCanvas } from "./canvas.ts";
import { paintEyes } from "./eyes.ts";
import { paintHead, placeOnFace } from "./head.ts";
import { describePortrait, type Portrait } from "./portrait.ts";

const describe = (smiling: boolean, seed = 2) =>
  describePortrait(new RandomGenerator(seed), { turn: 0, tilt: 0, smiling });

function painted({ head, eyes, attributes }: Portrait): FaceCanvas {
  const canvas = new FaceCanvas();
  canvas.frame = head.frame;
  paintHead(canvas, head);
  paintEyes(canvas, head, eyes, attributes.light);
  return canvas;
}

Deno.test("in both eyes there is black, white and the iris's colour between them", () => {
  const portrait = describe(false);
  const canvas = painted(portrait);
  const { head, eyes } = portrait;
  for (const sign of [-1, 1]) {
    const { u } = placeOnFace(head, sign * eyes.apart * head.halfWidth);
    const middle = Math.floor(head.frame.x + u);
    const row = Math.floor(head.frame.y + eyes.v * head.halfHeight);
    const greens: number[] = [];
    for (let y = row - 2; y <= row + 1; y++) {
      for (let x = middle - 3; x <= middle + 3; x++) {
        greens.push(canvas.colours[canvas.at(y, x) + 1]);
      }
    }
    assert.ok(Math.min(...greens) < 0.15, "a pupil");
    assert.ok(Math.max(...greens) > 0.65, "a catch light or white");
  }
});

Deno.test("a smile narrows the eyes of the same face", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { upper, lower } = describe(true, seed).eyes;
    const serious = describe(false, seed).eyes;
    assert.ok(upper + lower < serious.upper + serious.lower);
  }
});

Deno.test("brows lie above the eyes, darker than the skin there", () => {
  for (let seed = 0; seed < 20; seed++) {
    const portrait = describe(false, seed);
    const { head, eyes } = portrait;
    const canvas = painted(portrait);
    const { u } = placeOnFace(head, eyes.apart * head.halfWidth);
    const x = Math.floor(head.frame.x + u);
    const up = head.frame.y + eyes.v * head.halfHeight - eyes.browUp;
    const columnOf = (y: number) => canvas.colours[canvas.at(Math.floor(y), x)];
    const brow = Math.min(...[-2, -1, 0, 1, 2].map((dy) => columnOf(up + dy)));
    assert.ok(brow < columnOf(up - 6), `face ${seed}`);
  }
});
