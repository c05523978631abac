import assert from "node:assert/strict";
import { drawReadmePicture } from "./picture.ts";

Deno.test("drawReadmePicture() sets 64 digits, untrained and trained samples side by side", async () => {
  const picture = await drawReadmePicture({ steps: 1, log: () => {} });
  const panel = 8 * 32 + 7 * 2;
  assert.equal(picture.width, 3 * panel + 2 * 16);
  assert.equal(picture.height, panel);
  assert.equal(picture.channels, 1);
  const at = (x: number, y: number) => picture.pixels[y * picture.width + x];
  assert.equal(at(0, 0), 0, "a digit's corner is black");
  assert.equal(at(32, 0), 255, "the gap between digits is white");
  assert.equal(at(panel + 8, 40), 255, "the gap between panels is white");
  const mean = (left: number) => {
    let sum = 0;
    for (let x = 0; x < 32; x++) sum += at(left + x, 16);
    return sum / 32;
  };
  assert.ok(Math.abs(mean(panel + 16) - 127) < 20, "an untrained sample is grey");
});
