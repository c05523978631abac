import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import type { FaceAttributes } from "./attributes.ts";
import { paintBeard } from "./beard.ts";
import { FaceCanvas } from "./canvas.ts";
import { paintHead } from "./head.ts";
import { describePortrait } from "./portrait.ts";
import { createTextures } from "./textures.ts";

const textures = createTextures();

/** Red of a light face with a black beard, from (u, v) in half widths and heights. */
function painted(beard: FaceAttributes["beard"]): (u: number, v: number) => number {
  const fixed = { turn: 0, tilt: 0, skinTone: 1, hairColour: "black", beard } as const;
  const portrait = describePortrait(new RandomGenerator(5), fixed);
  const { head } = portrait;
  const canvas = new FaceCanvas();
  canvas.frame = head.frame;
  paintHead(canvas, head);
  paintBeard(canvas, head, portrait.mouth, portrait.beard, textures);
  return (u, v) => {
    const row = Math.floor(head.frame.y + v * head.halfHeight);
    const column = Math.floor(head.frame.x + u * head.halfWidth);
    return canvas.colours[canvas.at(row, column)];
  };
}

Deno.test("no beard leaves the skin light from the forehead to the chin", () => {
  const red = painted("none");
  for (const v of [-0.5, 0, 0.3, 0.9]) assert.ok(red(0.1, v) > 0.6, `${v}`);
});

Deno.test("a full beard is dark on chin and jaw, stubble between that and skin", () => {
  const skin = painted("none"), full = painted("full"), stubble = painted("stubble");
  for (const [u, v] of [[0, 0.9], [0.5, 0.75], [-0.5, 0.75]]) {
    assert.ok(full(u, v) < 0.35, `${u}, ${v}`);
    assert.ok(stubble(u, v) < skin(u, v) - 0.1 && stubble(u, v) > full(u, v) + 0.1);
  }
  for (const u of [-0.4, 0, 0.4]) assert.equal(full(u, -0.2), skin(u, -0.2));
});

Deno.test("a moustache is dark above the mouth only, a goatee on the chin too, not on the jaw", () => {
  const moustache = painted("moustache"),
    goatee = painted("goatee"),
    none = painted("none");
  const least = (red: (u: number, v: number) => number) =>
    Math.min(...[0.44, 0.48, 0.52, 0.56].map((v) => red(0.1, v)));
  assert.ok(least(moustache) < 0.45 && least(goatee) < 0.45);
  assert.equal(moustache(0, 0.88), none(0, 0.88));
  assert.ok(goatee(0, 0.88) < 0.45);
  assert.equal(goatee(0.7, 0.5), none(0.7, 0.5));
});
