import assert from "node:assert/strict";
import type { SkippedImage } from "../data/image_source.ts";
import { DamagedPictures } from "./damaged_pictures.ts";

Deno.test("the first five damaged pictures are named once each, and all are counted at the end", () => {
  const pictures: SkippedImage[] = [];
  const lines: string[] = [];
  const damaged = new DamagedPictures(pictures, (line) => lines.push(line));
  damaged.tellAll();
  assert.deepEqual(lines, []);
  const meet = (i: number) => pictures.push({ path: `${i}.jpg`, reason: "cut off" });
  meet(0);
  damaged.tellNew();
  damaged.tellNew();
  damaged.tellAll();
  const line = (i: number) =>
    `${i}.jpg is damaged, and another picture takes its place: cut off`;
  assert.deepEqual(lines, [line(0)]);
  for (let i = 1; i < 8; i++) meet(i);
  damaged.tellAll();
  damaged.tellAll();
  const count = "8 damaged pictures were left out, of which 5 were named above.";
  assert.deepEqual(lines, [...[0, 1, 2, 3, 4].map(line), count]);
});
