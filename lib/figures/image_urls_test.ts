import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { decodePng } from "../artefacts/png.ts";
import { imageUrls } from "./image_urls.ts";

const start = "data:image/png;base64,";

function pixels(url: string): number[] {
  assert.ok(url.startsWith(start));
  const bytes = new Uint8Array(Buffer.from(url.slice(start.length), "base64"));
  return [...decodePng(bytes).pixels];
}

Deno.test("imageUrls() maps −1 to 0 and 1 to 255, image by image", () => {
  const data = Float32Array.of(-1, 1, 0.2, -0.2);
  assert.deepEqual(imageUrls({ data, shape: [2, 1, 2, 1] }).map(pixels), [
    [0, 255],
    [153, 102],
  ]);
});

Deno.test("imageUrls() draws what lies beyond [−1, 1] as the nearest end", () => {
  const data = Float32Array.of(-3, Infinity);
  assert.deepEqual(imageUrls({ data, shape: [1, 1, 2, 1] }).map(pixels), [[0, 255]]);
});

Deno.test("imageUrls() keeps bytes and their three channels as they are", () => {
  const data = Uint8Array.of(1, 2, 3, 250, 251, 252);
  assert.deepEqual(imageUrls({ data, shape: [1, 2, 1, 3] }).map(pixels), [[...data]]);
});

Deno.test("imageUrls() refuses NaN and says where it stands", () => {
  const data = Float32Array.of(0, 0, 0, NaN);
  assert.throws(() => imageUrls({ data, shape: [2, 1, 2, 1] }), {
    name: "RangeError",
    message: /value 3 is NaN/,
  });
});

Deno.test("imageUrls() refuses a shape that does not fit the data", () => {
  for (const shape of [[1, 2, 2, 1], [1, 1, 2, 2], [2, 1, 1], [0, 1, 2, 1]]) {
    assert.throws(
      () => imageUrls({ data: new Float32Array(2), shape }),
      {
        name: "RangeError",
        message: /^Cannot draw images as .* \[count, height, width, 1 or 3\]/,
      },
      String(shape),
    );
  }
});
