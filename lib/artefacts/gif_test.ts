import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { encodeGif } from "./gif.ts";
import type { Picture } from "./png.ts";

function filled(level: number[], width = 6, height = 4): Picture {
  const pixels = new Uint8Array(width * height * level.length)
    .map((_, i) => level[i % level.length]);
  return { width, height, channels: level.length, pixels };
}

const permissions: Deno.PermissionName[] = ["read", "ffi", "sys", "env"];

testWith(
  { permissions },
  "encodeGif() keeps every grey level, the order of pictures, their times and the loop",
  async () => {
    const { default: sharp } = await import("sharp");
    const ramp = new Uint8Array(256).map((_, i) => i);
    const picture = { width: 64, height: 4, channels: 1, pixels: ramp };
    const backwards = { ...picture, pixels: ramp.toReversed() };
    const gif = encodeGif([
      { picture, milliseconds: 100 },
      { picture: backwards, milliseconds: 2000 },
    ]);
    const { pages, delay, loop } = await sharp(gif, { animated: true }).metadata();
    assert.deepEqual([pages, delay, loop], [2, [100, 2000], 0]);
    const pixels = await sharp(gif, { animated: true }).toColourspace("b-w").raw()
      .toBuffer();
    const grey = pixels.filter((_, i) => i % (pixels.length / 512) === 0);
    assert.deepEqual([...grey], [...ramp, ...ramp.toReversed()]);
  },
);

testWith({ permissions }, "encodeGif() keeps few colours exactly", async () => {
  const { default: sharp } = await import("sharp");
  const gif = encodeGif([{ picture: filled([200, 30, 90]), milliseconds: 50 }]);
  const pixels = await sharp(gif).removeAlpha().raw().toBuffer();
  assert.deepEqual([...pixels.subarray(0, 6)], [200, 30, 90, 200, 30, 90]);
});

Deno.test("encodeGif() refuses no pictures, other sizes and missing pixels", () => {
  const first = { picture: filled([0]), milliseconds: 10 };
  assert.throws(() => encodeGif([]), /there must be a picture/);
  assert.throws(
    () => encodeGif([first, { picture: filled([0], 5), milliseconds: 10 }]),
    /shape \[4, 6, 1 or 3\]: current shape is \[4, 5, 1\]/,
  );
  const cut = { ...filled([0]), pixels: new Uint8Array(3) };
  assert.throws(() => encodeGif([{ picture: cut, milliseconds: 1 }]), /with 3 values/);
});
