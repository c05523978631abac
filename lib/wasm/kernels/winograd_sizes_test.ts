import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  GENERAL_CASES,
  WINOGRAD_CASES,
  type WinogradCase,
} from "../../../test/winograd_cases.ts";
import {
  blockBytes,
  filterMatrix,
  linePoints,
  winogradParts,
  winogradSizes,
} from "./winograd_sizes.ts";

function sizesOf({ input, filter, pad = 1, stride = 2 }: WinogradCase) {
  return tf.backend_util.computeConv2DInfo(input, filter, stride, 1, pad);
}

for (const each of WINOGRAD_CASES) {
  Deno.test(`winogradSizes() takes ${each.name}`, () =>
    assert.ok(winogradSizes(sizesOf(each))));
}

for (const each of GENERAL_CASES) {
  Deno.test(`winogradSizes() leaves ${each.name} to the general path`, () =>
    assert.equal(winogradSizes(sizesOf(each)), null));
}

Deno.test("Points along a line: 5 a tile and phase, 4 without the last pixel or the last tap", () => {
  const stride2 = { filterSide: 4, stride: 2 };
  assert.equal(linePoints(8, stride2), 20);
  assert.equal(linePoints(7, stride2), 18);
  // Only the even phase has two taps.
  assert.equal(linePoints(8, { filterSide: 3, stride: 2 }), 18);
  assert.equal(linePoints(7, { filterSide: 3, stride: 2 }), 17);
  // Tiles of three pixels.
  assert.equal(linePoints(15, { filterSide: 3, stride: 1 }), 25);
  assert.equal(linePoints(14, { filterSide: 3, stride: 1 }), 24);
});

Deno.test("Blocks have up to 64 tiles, of whole images", () => {
  const sizes = (input: WinogradCase["input"]) =>
    winogradSizes(sizesOf({ name: "", input, filter: [4, 4, 16, 16] }));
  assert.equal(sizes([100, 8, 8, 16])?.blockImages, 64);
  assert.equal(sizes([100, 24, 24, 16])?.blockImages, 7);
  assert.equal(sizes([3, 24, 24, 16])?.blockImages, 3);
  assert.equal(sizes([3, 128, 128, 16])?.blockImages, 1);
});

Deno.test("A strip has an odd number of rows, and one more than its tiles", () => {
  for (const [images, rows] of [[1, 3], [2, 3], [63, 65], [64, 65], [65, 65]]) {
    const input: WinogradCase["input"] = [images, 8, 8, 16];
    const sizes = winogradSizes(sizesOf({ name: "", input, filter: [4, 4, 16, 16] }));
    assert.equal(sizes?.stripRows, rows, `${images} images`);
  }
});

Deno.test("winogradParts() cuts a batch in even parts of whole blocks", () => {
  const input: WinogradCase["input"] = [40, 32, 32, 16];
  const sizes = winogradSizes(sizesOf({ name: "", input, filter: [4, 4, 16, 16] }));
  assert.ok(sizes);
  // Ten blocks of four images; four blocks fit.
  const parts = winogradParts(sizes, 4, 4.5 * blockBytes(sizes, 4));
  assert.deepEqual(
    parts.map((part) => [part.firstImage, part.sizes.batch]),
    [[0, 16], [16, 16], [32, 8]],
  );
  assert.equal(winogradParts(sizes, 4, 1).length, 10);
  assert.equal(winogradParts(sizes, 4, Infinity).length, 1);
});

Deno.test("V has the phases' input channels as rows, and Vᵀ as columns", () => {
  const input: WinogradCase["input"] = [1, 8, 8, 16];
  const sizes = winogradSizes(sizesOf({ name: "", input, filter: [4, 4, 16, 48] }));
  assert.ok(sizes);
  assert.deepEqual(filterMatrix(sizes, false), { rows: 64, strips: 3 });
  assert.deepEqual(filterMatrix(sizes, true), { rows: 48, strips: 4 });
});
