import assert from "node:assert/strict";
import { drawDigits } from "./digits.ts";
import type { ImageSet } from "./image_set.ts";
import { resizeImages } from "./resize.ts";

function grey(images: number[], height: number, width: number, channels = 1): ImageSet {
  const count = images.length / (height * width * channels);
  const pixels = Uint8Array.from(images);
  const labels = Uint16Array.from({ length: count }, (_, i) => i);
  const origin = "a test";
  return {
    images: pixels,
    count,
    height,
    width,
    channels,
    labels,
    classNames: null,
    origin,
  };
}

Deno.test("28 to 32 pads with black and leaves the digit's pixels as they are", () => {
  const digits = drawDigits({ count: 3 });
  const padded = resizeImages(digits, 32);
  assert.deepEqual([padded.height, padded.width, padded.count], [32, 32, 3]);
  for (let image = 0; image < 3; image++) {
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        const inside = x >= 2 && x < 30 && y >= 2 && y < 30;
        const expected = inside ? digits.images[(image * 28 + y - 2) * 28 + x - 2] : 0;
        assert.equal(padded.images[(image * 32 + y) * 32 + x], expected);
      }
    }
  }
  assert.equal(padded.labels, digits.labels);
});

Deno.test("2 to 4 interpolates linearly between the pixels' centres", () => {
  const { images } = resizeImages(grey([0, 100, 0, 100], 2, 2), 4);
  const row = [0, 25, 75, 100];
  assert.deepEqual(Array.from(images), [...row, ...row, ...row, ...row]);
});

Deno.test("4 to 2 averages with weights 3/7, 3/7, 1/7 as the triangle's tail is cut off", () => {
  // Output 0 has its centre at 1; inputs lie ½, ½ and 3/2 away; reach 2.
  const line = [70, 140, 210, 0];
  const { images } = resizeImages(grey([...line, ...line, ...line, ...line], 4, 4), 2);
  const left = (3 * 70 + 3 * 140 + 210) / 7, right = (140 + 3 * 210 + 3 * 0) / 7;
  assert.deepEqual(Array.from(images), [left, right, left, right]);
});

Deno.test("a constant image stays constant at every size, in every channel", () => {
  const pixels = Array.from({ length: 9 * 9 }, () => [10, 128, 255]).flat();
  for (const size of [1, 2, 5, 8, 10, 17, 64]) {
    const { images } = resizeImages(grey(pixels, 9, 9, 3), size);
    assert.equal(images.length, size * size * 3);
    images.forEach((value, i) => assert.equal(value, [10, 128, 255][i % 3]));
  }
});

Deno.test("an oblong image is cropped to its centred square, each image for itself", () => {
  const wide = grey([1, 2, 3, 4, 5, 6, 7, 8, /**/ 11, 12, 13, 14, 15, 16, 17, 18], 2, 4);
  assert.deepEqual(Array.from(resizeImages(wide, 2).images), [
    2,
    3,
    6,
    7,
    12,
    13,
    16,
    17,
  ]);
  const high = grey([1, 2, 3, 4, 5, 6, 7, 8], 4, 2);
  assert.deepEqual(Array.from(resizeImages(high, 2).images), [3, 4, 5, 6]);
});

Deno.test("resizeImages() gives back a set that has the size, and refuses no size", () => {
  const set = grey([1, 2, 3, 4], 2, 2);
  assert.equal(resizeImages(set, 2), set);
  assert.throws(
    () => resizeImages(set, 0),
    /'size' must be a positive integer: .* is 0$/,
  );
});
