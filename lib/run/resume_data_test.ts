import assert from "node:assert/strict";
import { join } from "@std/path";
import { newestDigest, runTo, startAndLeave } from "../../test/left_run.ts";
import { makePictureFolder } from "../../test/picture_folder.ts";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
import { loadNewestCheckpoint } from "../artefacts/checkpoint_file.ts";
import { encodePng } from "../artefacts/png.ts";
import { resumeRun } from "./resume_run.ts";
import { startRun } from "./start_run.ts";

const log = () => {};

/** Makes a folder of pictures, each of one grey. */
async function makeGreys(folder: string, greys: number[]): Promise<void> {
  await Deno.mkdir(folder);
  for (const [i, grey] of greys.entries()) {
    const pixels = new Uint8Array(16 * 16).fill(grey);
    const png = encodePng({ width: 16, height: 16, channels: 1, pixels });
    await Deno.writeFile(join(folder, `${i}.png`), png);
  }
}

/** Copies files and folders into one that is there. */
async function copyFolder(from: string, to: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (!isDirectory) {
      await Deno.copyFile(source, target);
      continue;
    }
    await Deno.mkdir(target);
    await copyFolder(source, target);
  }
}

const stepsOf = async (folder: string) =>
  (await loadNewestCheckpoint(join(folder, "checkpoints"))).newest!.step;

testWith(
  { permissions: runPermissions },
  "a run whose images have gone says where they were, and goes on where they are now",
  () =>
    inRunsFolder(async (runs) => {
      const [before, after, other] = ["before", "after", "other"].map((name) =>
        join(runs, name)
      );
      await makeGreys(before, [0, 40, 80, 120, 160]);
      await makeGreys(other, [9, 49, 89, 129, 169]);
      const recipe = tinyRecipe({ "data.set": before, steps: 4 });
      await startAndLeave(join(runs, "whole"), recipe);
      await startAndLeave(join(runs, "run"), recipe, 2);
      await Deno.rename(before, after);
      await assert.rejects(resumeRun(join(runs, "run"), { log }), (error: Error) => {
        assert.ok(error.message.includes(before));
        return /lie elsewhere now, name the place by 'set'$/.test(error.message);
      });
      await assert.rejects(
        resumeRun(join(runs, "run"), { log, set: other }),
        /the data must be the checkpoint's.* pass 'allowOtherData'$/,
      );
      await Deno.mkdir(join(runs, "copy"));
      await copyFolder(join(runs, "run"), join(runs, "copy"));
      const lines: string[] = [];
      const otherwise = {
        ...{ log: (line: string) => lines.push(line), set: other, allowOtherData: true },
      };
      await runTo(await resumeRun(join(runs, "copy"), otherwise));
      assert.equal(await stepsOf(join(runs, "copy")), 4);
      assert.match(
        lines[1],
        /^It goes on with 5 images from .*other, from the beginning of an epoch\.$/,
      );
      const page = await Deno.readTextFile(join(runs, "copy", "index.html"));
      const both = `${before} to step 2, then ${other}`;
      assert.equal(page.split(both).length - 1, 4, "two titles, data.set and set");
      assert.match(
        page,
        /origin<.*5 images from .*before to step 2, then 5 images from /,
      );
      await runTo(await resumeRun(join(runs, "copy"), { log, steps: 5 }));
      const again = await Deno.readTextFile(join(runs, "copy", "index.html"));
      assert.ok(again.includes(both), "it is kept");
      await runTo(await resumeRun(join(runs, "run"), { log, set: after }));
      assert.equal(
        await newestDigest(join(runs, "run")),
        await newestDigest(join(runs, "whole")),
      );
    }),
);

testWith(
  { permissions: runPermissions },
  "a run that fewer images end before its last step is refused, and goes on to a later end that is named",
  () =>
    inRunsFolder(async (runs) => {
      const [images, run] = ["images", "run"].map((name) => join(runs, name));
      await makeGreys(images, [0, 30, 60, 90, 120, 150, 180, 210]);
      await startAndLeave(run, tinyRecipe({ "data.set": images, epochs: 2 }), 3);
      for (let i = 4; i < 8; i++) await Deno.remove(join(images, `${i}.png`));
      await assert.rejects(resumeRun(run, { log, allowOtherData: true }), {
        name: "RangeError",
        message:
          `Cannot resume '${run}' as its end must not lie behind it: 3 steps are ` +
          "made, and it would end with step 2; name a later end by 'steps' or 'epochs'",
      });
      await runTo(await resumeRun(run, { log, allowOtherData: true, epochs: 5 }), 4);
      await runTo(await resumeRun(run, { log }));
      const { newest } = await loadNewestCheckpoint(join(run, "checkpoints"));
      assert.deepEqual(
        newest!.state.records.map(({ step, epoch }) => [step, epoch]),
        [[1, 1], [2, 1], [3, 2], [4, 3], [5, 4]],
        "the new images' epochs go on counting, also after another resume",
      );
    }),
);

testWith(
  { permissions: runPermissions },
  "a resumed run finds its file of decoded pictures again, makes it anew or takes another, with the same bits",
  () =>
    inRunsFolder(async (runs) => {
      await using pictures = await makePictureFolder({ count: 8 });
      const [whole, parts] = ["whole", "parts"].map((name) => join(runs, name));
      const recipe = tinyRecipe({ "data.set": pictures.path, channels: 3, steps: 4 });
      await startAndLeave(whole, recipe);
      const cache = join(runs, "pictures.cache"), other = join(runs, "other.cache");
      const lines: string[] = [];
      const tell = { log: (line: string) => lines.push(line) };
      const first = { recipe, seed: 5, output: parts, cache, checkpointEvery: 1e-9 };
      await runTo(await startRun({ ...first, ...tell }), 1);
      await runTo(await resumeRun(parts, tell), 2);
      await Deno.remove(cache);
      await runTo(await resumeRun(parts, tell), 3);
      await runTo(await resumeRun(parts, { ...tell, cache: other }));
      const files = lines.filter((line) => line.includes("decoded pictures from"))
        .map((line) => line.replace("Reading the decoded pictures from ", ""));
      assert.deepEqual(files, [cache, cache, cache, other].map((path) => `${path}.`));
      assert.equal(lines.filter((line) => /^Decoding 8 pictures/.test(line)).length, 3);
      assert.equal(await newestDigest(parts), await newestDigest(whole));
      const { newest } = await loadNewestCheckpoint(join(parts, "checkpoints"));
      assert.equal((newest!.state.about as { cache: string }).cache, other);
    }),
);
