import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import type { FaceAttributes } from "./attributes.ts";
import { FaceCanvas, side } from "./canvas.ts";
import { outlineHair } from "./hair_outline.ts";
import { describePortrait, type Portrait } from "./portrait.ts";
import { paintStrands } from "./strands.ts";
import { createTextures } from "./textures.ts";

const textures = createTextures();

/** A portrait with such hair, and red at a column and a row of what its strands paint. */
function painted(
  seed: number,
  hairStyle: FaceAttributes["hairStyle"],
  isBehind: boolean,
): { portrait: Portrait; red: (column: number, row: number) => number } {
  const fixed = { turn: 0, tilt: 0, hairColour: "black", hairStyle } as const;
  const portrait = describePortrait(new RandomGenerator(seed), fixed);
  const { head, hair } = portrait;
  const canvas = new FaceCanvas();
  canvas.colours.fill(1);
  canvas.frame = head.frame;
  paintStrands(
    canvas,
    head,
    hair,
    outlineHair(head, hair, textures),
    textures,
    isBehind,
  );
  const red = (column: number, row: number) => canvas.colours[canvas.at(row, column)];
  return { portrait, red };
}

const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
const seven = [-3, -2, -1, 0, 1, 2, 3];

/** The mean of red where there is hair beside the ears, which does not shine. */
function besideEars({ portrait, red }: ReturnType<typeof painted>): number {
  const { frame, halfWidth } = portrait.head;
  return mean(
    [-1, 1].flatMap((sign) => {
      const column = Math.floor(frame.x + sign * (halfWidth + 0.6));
      return seven.map((dy) => red(column, Math.floor(frame.y) + 6 + dy));
    }).filter((value) => value < 0.6),
  );
}

Deno.test("even black hair shines between the crown and the forehead, by .05 in the mean", () => {
  let shine = 0;
  for (let seed = 0; seed < 20; seed++) {
    const hair = painted(seed, "bob", false);
    const { portrait: { head, hair: { top, hairline } }, red } = hair;
    const crown = head.frame.y - head.halfHeight - top;
    const row = Math.floor((crown + head.frame.y + hairline[0]) / 2);
    const band = mean(seven.map((dx) => red(Math.floor(head.frame.x) + dx, row)));
    assert.ok(band > besideEars(hair) && band < 0.5, `face ${seed}: ${band}`);
    shine += (band - besideEars(hair)) / 20;
  }
  assert.ok(shine > 0.05, `${shine}`);
});

Deno.test("hair behind the head is darker than the same hair before it", () => {
  for (let seed = 0; seed < 20; seed++) {
    const before = besideEars(painted(seed, "long", false));
    const behind = besideEars(painted(seed, "long", true));
    assert.ok(behind < 0.75 * before, `face ${seed}: ${behind}, ${before}`);
  }
});

Deno.test("long hair ends unevenly: its locks by 2 rows or more", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { portrait: { head, hair }, red } = painted(seed, "long", true);
    const longest = Math.ceil(head.frame.y + hair.end + hair.tips);
    if (longest > side) continue;
    const ends: number[] = [];
    for (let dx = -14; dx <= 14; dx++) {
      let row = longest - 1;
      while (red(Math.floor(head.frame.x) + dx, row) > 0.5) row--;
      ends.push(row);
    }
    assert.ok(Math.max(...ends) - Math.min(...ends) >= 2, `face ${seed}: ${ends}`);
  }
});
