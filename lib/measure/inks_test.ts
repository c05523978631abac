import assert from "node:assert/strict";
import { inks } from "./inks.ts";

Deno.test("inks() is the mean over each image's pixels, by hand", () => {
  const data = Float32Array.of(-1, -1, 1, 0, 1, 1);
  assert.deepEqual(inks({ data, shape: [3, 1, 2, 1] }), [-1, .5, 1]);
});

Deno.test("inks() takes bytes as values from −1 to 1", () => {
  assert.deepEqual(inks({ data: Uint8Array.of(0, 255), shape: [2, 1, 1, 1] }), [-1, 1]);
});
