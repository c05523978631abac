import assert from "node:assert/strict";
import { flipImage } from "./flip_image.ts";

Deno.test("flipImage() turns each row around and keeps each pixel's channels in order", () => {
  const grey = Uint8Array.of(1, 2, 3, 4, 5, 6);
  flipImage(grey, { width: 3, channels: 1 });
  assert.deepEqual([...grey], [3, 2, 1, 6, 5, 4]);
  const colours = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  flipImage(colours, { width: 2, channels: 3 });
  assert.deepEqual([...colours], [4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
});

Deno.test("flipImage() twice changes nothing, in images of odd and of even width", () => {
  for (const width of [1, 2, 5, 8]) {
    const pixels = Uint8Array.from({ length: width * 3 * 4 }, (_, i) => i * 37);
    const once = pixels.slice();
    flipImage(once, { width, channels: 3 });
    assert.equal(width === 1, String(once) === String(pixels));
    flipImage(once, { width, channels: 3 });
    assert.deepEqual(once, pixels);
  }
});

Deno.test("flipImage() refuses pixels that are no whole rows", () => {
  assert.throws(() => flipImage(new Uint8Array(7), { width: 2, channels: 3 }), {
    name: "RangeError",
    message: "Cannot flip an image as its pixels must be rows of 2×3 bytes: there are 7",
  });
});
