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

Deno.test("an epoch that damaged pictures made shorter is told once, when it is over", () => {
  const lines: string[] = [];
  const damaged = new DamagedPictures([], (line) => lines.push(line));
  const records: { epoch: number }[] = [];
  const told = [1, 1, 1, 2, 2, 2, 3].map((epoch) => {
    records.push({ epoch });
    damaged.tellEpoch(records, 4);
    return lines.length;
  });
  assert.deepEqual(told, [0, 0, 0, 1, 1, 1, 1]);
  assert.equal(
    lines[0],
    "Without the damaged pictures an epoch has 3 steps; an end in epochs, and what is " +
      "logged by epochs, still count 4 as one.",
  );
});

Deno.test("nothing is told of whole epochs, nor of one that other pictures cut off", () => {
  const say = (line: string) => assert.fail(line);
  const whole = [1, 1, 2, 2, 3].map((epoch) => ({ epoch }));
  const damaged = new DamagedPictures([], say);
  whole.forEach((_, i) => damaged.tellEpoch(whole.slice(0, i + 1), 2));
  // Resumed with other pictures after the first step of an epoch, which stays unfinished.
  const resumed = new DamagedPictures([], say);
  const records = [1, 1, 2, 3, 3, 4].map((epoch) => ({ epoch }));
  for (const made of [4, 5, 6]) resumed.tellEpoch(records.slice(0, made), 2);
});
