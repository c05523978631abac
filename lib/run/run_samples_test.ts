import assert from "node:assert/strict";
import { join } from "@std/path";
import { inFolder } from "../../test/in_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { decodePng } from "../artefacts/png.ts";
import { gridColumns, RunSamples } from "./run_samples.ts";

function images(count: number, level: number) {
  return { data: new Uint8Array(count * 16).fill(level), shape: [count, 4, 4, 1] };
}

const permissions: Deno.PermissionName[] = ["read", "write", "ffi", "sys", "env"];

testWith(
  { permissions },
  "samples lie in the order of their steps, and the animation shows them so",
  () =>
    inFolder(async (folder) => {
      const samples = new RunSamples(folder);
      for (const step of [1000, 0, 500]) await samples.save(step, images(4, step / 10));
      assert.deepEqual(await samples.list(), [
        { step: 0, file: "samples_000000.png" },
        { step: 500, file: "samples_000500.png" },
        { step: 1000, file: "samples_001000.png" },
      ]);
      assert.deepEqual((await samples.list(999)).map(({ step }) => step), [0, 500]);
      await samples.animate();
      const { default: sharp } = await import("sharp");
      const gif = join(folder, "samples.gif");
      const { pages, delay } = await sharp(gif, { animated: true }).metadata();
      assert.deepEqual([pages, delay], [3, [150, 150, 2000]]);
    }),
);

testWith(
  { permissions },
  "an animation of many samples keeps the first, the last and 60 in all",
  () =>
    inFolder(async (folder) => {
      const samples = new RunSamples(folder);
      for (let step = 0; step < 130; step++) await samples.save(step, images(1, step));
      await samples.animate();
      const { default: sharp } = await import("sharp");
      const gif = sharp(join(folder, "samples.gif"), { animated: true });
      assert.equal((await gif.metadata()).pages, 60);
      const pixels = await gif.toColourspace("b-w").raw().toBuffer();
      assert.deepEqual([pixels[0], pixels.at(-1)], [0, 129]);
    }),
);

testWith(
  { permissions },
  "real images stand left of generated ones, as many of each",
  () =>
    inFolder(async (folder) => {
      const samples = new RunSamples(folder);
      await samples.compare(images(2, 10), images(4, 200));
      const file = await Deno.readFile(join(folder, "real_and_generated.png"));
      const { width, height, pixels } = decodePng(file);
      assert.deepEqual([width, height], [2 * (2 * 4 + 2) + 16, 4]);
      assert.deepEqual([pixels[0], pixels[width - 1]], [10, 200]);
    }),
);

testWith(
  { permissions },
  "a folder without samples gets no animation",
  () =>
    inFolder(async (folder) => {
      await new RunSamples(folder).animate();
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }),
);

Deno.test("gridColumns() fills the sources' grids: 8×8, 7×3, 4×4, and primes as squares", () => {
  assert.deepEqual([64, 21, 16, 128, 196, 13, 1].map(gridColumns), [
    8,
    7,
    4,
    16,
    14,
    4,
    1,
  ]);
});
