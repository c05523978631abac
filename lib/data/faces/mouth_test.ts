import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import { FaceCanvas } from "./canvas.ts";
import { paintHead } from "./head.ts";
import { paintMouth } from "./mouth.ts";
import { describePortrait } from "./portrait.ts";

/** The greens of the rows about the mouth, of a face with dark skin. */
function greens(smiling: boolean, seed: number): number[] {
  const fixed = { turn: 0, tilt: 0, skinTone: 6, smiling } as const;
  const { head, mouth } = describePortrait(new RandomGenerator(seed), fixed);
  const canvas = new FaceCanvas();
  canvas.frame = head.frame;
  paintHead(canvas, head);
  paintMouth(canvas, head, mouth);
  const row = Math.floor(head.frame.y + mouth.v * head.halfHeight);
  const values: number[] = [];
  for (let y = row - 3; y <= row + 3; y++) {
    for (let x = 26; x < 38; x++) {
      values.push(canvas.colours[canvas.at(y, x) + 1]);
    }
  }
  return values;
}

Deno.test("every smile shows teeth and no closed mouth does", () => {
  for (let seed = 0; seed < 100; seed++) {
    assert.ok(Math.max(...greens(true, seed)) > 0.7, `face ${seed}`);
    assert.ok(Math.max(...greens(false, seed)) < 0.45, `face ${seed}`);
  }
});

Deno.test("a smile lifts the corners by a pixel or more, a closed mouth's by .4 at most", () => {
  for (let seed = 0; seed < 100; seed++) {
    const of = (smiling: boolean) =>
      describePortrait(new RandomGenerator(seed), { smiling }).mouth;
    const smile = of(true), closed = of(false);
    assert.ok(smile.lift > 1 && smile.open > 1 && smile.width > closed.width);
    assert.ok(closed.lift < 0.4 && closed.open === 0);
    assert.equal(smile.v, closed.v);
  }
});
