import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import type { FaceAttributes } from "./attributes.ts";
import { FaceCanvas, side } from "./canvas.ts";
import { describePortrait, paintPortrait } from "./portrait.ts";
import { createTextures } from "./textures.ts";

const textures = createTextures();
const canvas = new FaceCanvas();
/** A head that is upright and of nearly mean size, so that parts lie where expected. */
const upright = { turn: 0, tilt: 0, light: 0.3, faceShape: "oval" } as const;

function paint(seed: number, fixed: Partial<FaceAttributes>): Uint8Array {
  const pixels = new Uint8Array(side * side * 3);
  paintPortrait(
    canvas,
    describePortrait(new RandomGenerator(seed), fixed),
    textures,
    pixels,
  );
  return pixels;
}

/** The box of the pixels that differ, and how many they are. */
function difference(a: Uint8Array, b: Uint8Array) {
  const box = { left: side, right: -1, top: side, bottom: -1, count: 0 };
  for (let pixel = 0; pixel < side * side; pixel++) {
    if ([0, 1, 2].every((c) => a[3 * pixel + c] === b[3 * pixel + c])) continue;
    const row = Math.floor(pixel / side), column = pixel % side;
    box.left = Math.min(box.left, column);
    box.right = Math.max(box.right, column);
    box.top = Math.min(box.top, row);
    box.bottom = Math.max(box.bottom, row);
    box.count++;
  }
  return box;
}

function compare(
  one: Partial<FaceAttributes>,
  other: Partial<FaceAttributes>,
  holds: (box: ReturnType<typeof difference>) => boolean,
) {
  for (let seed = 0; seed < 50; seed++) {
    const box = difference(
      paint(seed, { ...upright, ...one }),
      paint(seed, { ...upright, ...other }),
    );
    assert.ok(holds(box), `face ${seed}: ${JSON.stringify(box)}`);
  }
}

Deno.test("glasses change only pixels about the eyes, rows 24 to 42", () => {
  compare(
    { glasses: false },
    { glasses: true },
    ({ top, bottom, count }) => top >= 24 && bottom <= 42 && count > 80,
  );
});

Deno.test("a smile changes the face below the brows and nothing above or beside it", () => {
  compare(
    { smiling: false },
    { smiling: true },
    ({ top, bottom, left, right, count }) =>
      top >= 24 && bottom <= 54 && left >= 14 && right <= 50 && count > 60,
  );
});

Deno.test("a beard changes only the face's lower half", () => {
  for (const beard of ["stubble", "moustache", "goatee", "full"] as const) {
    compare(
      { beard: "none" },
      { beard },
      ({ top, bottom, count }) => top >= 30 && bottom <= 57 && count > 15,
    );
  }
});

Deno.test("a background changes no pixel in the middle of the face", () => {
  for (let seed = 0; seed < 20; seed++) {
    const blue = paint(seed, { ...upright, background: "blue" });
    const rose = paint(seed, { ...upright, background: "rose" });
    for (let row = 26; row < 44; row++) {
      const at = (row * side + 24) * 3;
      assert.deepEqual(blue.slice(at, at + 48), rose.slice(at, at + 48), `face ${seed}`);
    }
    // The corners are wall, unless hair reaches there, which it does not at the top.
    assert.ok(blue[2] > blue[0] && rose[0] > rose[2], `face ${seed}`);
  }
});

Deno.test("hair changes no pixel of the mouth", () => {
  for (const hairStyle of ["short", "bob", "long", "curly", "bun"] as const) {
    const box = { top: 42, bottom: 47, left: 28, right: 36 };
    for (let seed = 0; seed < 20; seed++) {
      const bald = paint(seed, { ...upright, hairStyle: "bald" });
      const haired = paint(seed, { ...upright, hairStyle });
      for (let row = box.top; row < box.bottom; row++) {
        const from = (row * side + box.left) * 3, to = (row * side + box.right) * 3;
        assert.deepEqual(haired.slice(from, to), bald.slice(from, to), hairStyle);
      }
      assert.ok(difference(bald, haired).count > 150, `${hairStyle}, face ${seed}`);
    }
  }
});

Deno.test("an attribute that a face has already changes nothing when it is fixed", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { attributes } = describePortrait(new RandomGenerator(seed));
    assert.deepEqual(paint(seed, attributes), paint(seed, {}));
  }
});

Deno.test("the canvas keeps nothing of the last portrait", () => {
  const fresh = paint(3, {});
  paint(4, { hairStyle: "long", beard: "full" });
  assert.deepEqual(paint(3, {}), fresh);
});
