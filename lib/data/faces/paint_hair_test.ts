import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import { type FaceAttributes, hairStyles } from "./attributes.ts";
import { FaceCanvas, side } from "./canvas.ts";
import { outlineHair } from "./hair_outline.ts";
import { paintHairBefore, paintHairBehind } from "./paint_hair.ts";
import { describePortrait } from "./portrait.ts";
import { createTextures } from "./textures.ts";

const textures = createTextures();

/** Which pixels hair covers, behind the head and before it. */
function covered(
  hairStyle: FaceAttributes["hairStyle"],
  seed: number,
): { behind: boolean[]; before: boolean[] } {
  const fixed = { turn: 0, tilt: 0, hairColour: "blond", hairStyle } as const;
  const { head, hair } = describePortrait(new RandomGenerator(seed), fixed);
  const outline = outlineHair(head, hair, textures);
  const [behind, before] = [paintHairBehind, paintHairBefore].map((paint) => {
    const canvas = new FaceCanvas();
    canvas.frame = head.frame;
    paint(canvas, head, hair, outline, textures);
    return Array.from(
      { length: side * side },
      (_, pixel) => canvas.colours[3 * pixel] > 0.2,
    );
  });
  return { behind, before };
}

const lowest = (pixels: boolean[]) => Math.floor(pixels.lastIndexOf(true) / side);
const count = (pixels: boolean[]) => pixels.filter(Boolean).length;

Deno.test("the bald have no hair; all other styles cover the crown and leave the face free", () => {
  for (const style of hairStyles) {
    for (let seed = 0; seed < 20; seed++) {
      const { behind, before } = covered(style, seed);
      if (style === "bald") assert.equal(count(behind) + count(before), 0);
      else assert.ok(count(before) > 150, `${style} ${seed}: ${count(before)}`);
      for (let row = 33; row < 48; row++) {
        assert.ok(!before[row * side + 32], `${style} ${seed} covers the nose`);
      }
    }
  }
});

Deno.test("long hair reaches the shoulders, a bob the jaw, short hair the ears only", () => {
  for (let seed = 0; seed < 20; seed++) {
    const long = covered("long", seed), bob = covered("bob", seed);
    const short = covered("short", seed);
    assert.ok(lowest(long.before) > 53, `long hair ends in row ${lowest(long.before)}`);
    assert.ok(lowest(bob.before) > 40 && lowest(bob.before) < 56);
    assert.ok(
      lowest(short.before) < 42,
      `short hair ends in row ${lowest(short.before)}`,
    );
    assert.equal(count(short.behind), 0);
  }
});

Deno.test("a bun stands above the head, and curls are wider than short hair", () => {
  for (let seed = 0; seed < 20; seed++) {
    const bun = covered("bun", seed).behind;
    assert.ok(bun.indexOf(true) / side < 9, `${bun.indexOf(true) / side}`);
    const widest = (pixels: boolean[]) =>
      Math.max(...Array.from(
        { length: side },
        (_, row) => count(pixels.slice(row * side, (row + 1) * side)),
      ));
    assert.ok(
      widest(covered("curly", seed).before) > widest(covered("short", seed).before) + 4,
    );
  }
});
