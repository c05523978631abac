import assert from "node:assert/strict";
import { drawReadmePicture } from "./picture.ts";

Deno.test("drawReadmePicture() sets 64 digits, early and final samples side by side", async () => {
  const picture = await drawReadmePicture({ steps: 40, log: () => {} });
  const panel = 8 * 32 + 7 * 2;
  assert.equal(picture.width, 3 * panel + 2 * 16);
  assert.equal(picture.height, panel);
  assert.equal(picture.channels, 1);
  const at = (x: number, y: number) => picture.pixels[y * picture.width + x];
  assert.equal(at(0, 0), 0, "a digit's corner is black");
  assert.equal(at(32, 0), 255, "the gap between digits is white");
  assert.equal(at(panel + 8, 40), 255, "the gap between panels is white");
  const ink = (left: number) => {
    let sum = 0;
    for (let x = left; x < left + panel; x++) sum += at(x, 16);
    return sum;
  };
  assert.notEqual(ink(panel + 16), ink(2 * (panel + 16)), "a later sample differs");
});
