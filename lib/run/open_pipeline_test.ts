import assert from "node:assert/strict";
import { join } from "@std/path";
import {
  DECODES,
  makePictureFolder,
  type PictureFolder,
} from "../../test/picture_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { openImageFolder } from "../data/image_folder.ts";
import { openPipeline } from "./open_pipeline.ts";

/** Opens a folder's pictures; the first batches, and the lines. */
async function first(folder: PictureFolder, cache?: string) {
  const lines: string[] = [];
  const pipeline = await openPipeline(await openImageFolder(folder.path), {
    ...{ size: 8, channels: 3, batchSize: 4, seed: 3, workers: 1, cache },
    log: (line) => lines.push(line),
  });
  const batches: { indices: number[]; pixels: number[] }[] = [];
  for (let i = 0; i < 3; i++) {
    const { indices, images } = await pipeline.next();
    batches.push({ indices: [...indices], pixels: [...images.dataSync()] });
    images.dispose();
  }
  const { identity } = pipeline;
  await pipeline.close();
  return { batches, identity, lines };
}

testWith(
  DECODES,
  "a file keeps the decoded pictures for later, and changes neither batches nor identity",
  async () => {
    await using folder = await makePictureFolder({ count: 10 });
    const cache = join(folder.path, "pictures.cache");
    const { lines: silent, ...plain } = await first(folder);
    const { lines: made, ...making } = await first(folder, cache);
    const { lines: read, ...reading } = await first(folder, cache);
    assert.deepEqual([making, reading], [plain, plain]);
    const reads = `Reading the decoded pictures from ${cache}.`;
    assert.deepEqual([silent, read], [[], [reads]]);
    assert.deepEqual(made, [
      `Decoding 10 pictures into ${cache}, once; later runs read them there.`,
      reads,
    ]);
  },
);

testWith(
  DECODES,
  "a file that cannot keep the pictures is named with the reason, and the batches come without it",
  async () => {
    await using folder = await makePictureFolder({ count: 10 });
    await using others = await makePictureFolder({ count: 4 });
    const { batches } = await first(folder);
    const diary = join(folder.path, "diary.txt"), foreign = join(others.path, "cache");
    await Deno.writeTextFile(diary, "a diary");
    await first(others, foreign);
    const whole = await Deno.readFile(foreign);
    for (
      const [cache, why] of [
        [diary, /as it is no file of decoded pictures\. It stays as it is: name another/],
        [foreign, /must have 10 pictures of 8×8×3: found 4 .*; it was made of /],
        [join(diary, "cache"), /as it must be a file that can be read and written: /],
      ] as const
    ) {
      const found = await first(folder, cache);
      assert.deepEqual(found.batches, batches);
      assert.equal(found.lines.length, 1);
      assert.match(found.lines[0], /^Cannot keep the decoded pictures in /);
      assert.match(found.lines[0], why);
      assert.match(found.lines[0], / Going on without it\.$/);
    }
    assert.equal(await Deno.readTextFile(diary), "a diary");
    assert.deepEqual(await Deno.readFile(foreign), whole);
  },
);
