import assert from "node:assert/strict";
import { sideBySide } from "./side_by_side.ts";

Deno.test("sideBySide() sets pictures in a row with white between them", () => {
  const filled = (level: number) => ({
    width: 2,
    height: 2,
    channels: 1,
    pixels: new Uint8Array(4).fill(level),
  });
  const { width, height, pixels } = sideBySide([filled(10), filled(20)]);
  assert.deepEqual([width, height], [20, 2]);
  const row = [10, 10, ...new Array(16).fill(255), 20, 20];
  assert.deepEqual([...pixels], [...row, ...row]);
});

Deno.test("sideBySide() refuses pictures of different sizes", () => {
  const wide = { width: 2, height: 1, channels: 1, pixels: new Uint8Array(2) };
  const high = { width: 1, height: 2, channels: 1, pixels: new Uint8Array(2) };
  assert.throws(() => sideBySide([wide, high]), /shape \[1, 2, 1\]: current shape is/);
});

Deno.test("sideBySide() refuses none", () => {
  assert.throws(() => sideBySide([]), /^RangeError: .* at least one: there is none$/);
});
