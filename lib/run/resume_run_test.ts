import assert from "node:assert/strict";
import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { encodePng } from "../artefacts/png.ts";
import { listCheckpoints, loadNewestCheckpoint } from "../artefacts/checkpoint_file.ts";
import { makePictureFolder } from "../../test/picture_folder.ts";
import { stateDigest } from "../../test/state_digest.ts";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
import type { Recipe } from "../train/recipe.ts";
import { resumeRun } from "./resume_run.ts";
import { startRun } from "./start_run.ts";
import type { RunPlan } from "./run_plan.ts";
import type { TrainingRun } from "./training_run.ts";

const log = () => {};

/** Makes steps up to one, closes the run, and gives the folder. */
async function runTo(
  run: TrainingRun,
  last = Infinity,
): Promise<void> {
  for await (const { step } of run.steps()) if (step === last) break;
  await run.close();
}

async function start(output: string, recipe: Recipe, last?: number): Promise<void> {
  await runTo(
    await startRun({ recipe, seed: 5, output, log, checkpointEvery: 1e-9 }),
    last,
  );
}

/** The newest checkpoint's every bit but the speeds and where the images lay. */
async function digest(folder: string): Promise<string> {
  const { newest } = await loadNewestCheckpoint(join(folder, "checkpoints"));
  const data = { batchSize: null, identity: null };
  return stateDigest({ ...newest!.state, data, recipe: null, about: null });
}

testWith(
  { permissions: runPermissions },
  "a run that was left and resumed has the bits of one that was not, from its folder alone",
  () =>
    inRunsFolder(async (runs) => {
      const [whole, parts] = ["whole", "parts"].map((name) => join(runs, name));
      const recipe = tinyRecipe({ steps: 7, fakeBatch: "computedAgain" });
      await start(whole, recipe);
      await start(parts, recipe, 3);
      const tensors = tf.memory().numTensors;
      const lines: string[] = [];
      await runTo(await resumeRun(parts, { log: (line) => lines.push(line) }));
      assert.equal(tf.memory().numTensors, tensors);
      assert.equal(lines[0], `Going on after step 3 of 7, in ${parts}.`);
      assert.match(lines[1], /^step 7, epoch 1: /);
      assert.equal(lines.length, 2);
      assert.equal(await digest(parts), await digest(whole));
      await (await resumeRun(parts, { log: (line) => lines.push(line) })).close();
      assert.match(
        lines[2],
        /is complete, after 7 steps; a later end, in steps or epochs, lengthens it\.$/,
      );
      for (const file of ["samples_000007.png", "real_and_generated.png"]) {
        assert.deepEqual(
          Deno.readFileSync(join(parts, file)),
          Deno.readFileSync(join(whole, file)),
        );
      }
      const count = Deno.readTextFileSync(join(parts, "records.jsonl")).trim().split(
        "\n",
      );
      assert.equal(count.length, 7);
    }),
);

testWith(
  { permissions: runPermissions },
  "a run goes further than it was planned, and no step is made twice",
  () =>
    inRunsFolder(async (runs) => {
      const [whole, parts] = ["whole", "parts"].map((name) => join(runs, name));
      await start(whole, tinyRecipe({ steps: 6 }));
      await start(parts, tinyRecipe({ steps: 4 }));
      const complete = await resumeRun(parts, { log });
      assert.deepEqual(await Array.fromAsync(complete.steps()), []);
      await complete.close();
      await runTo(await resumeRun(parts, { log, steps: 6 }));
      assert.equal(await digest(parts), await digest(whole));
      const again = await resumeRun(parts, { log, checkpointEvery: 7 });
      assert.equal(again.lastStep, 6, "the new end is kept");
      assert.equal((again.training.about as RunPlan).checkpointEvery, 7);
      await again.close();
      await assert.rejects(
        resumeRun(parts, { log, steps: 5 }),
        /must not lie behind it: 6 steps are made, and it would end with step 5; name a later end/,
      );
    }),
);

testWith(
  { permissions: runPermissions },
  "a damaged newest checkpoint is told, and the one before it taken",
  () =>
    inRunsFolder(async (runs) => {
      const [whole, parts] = ["whole", "parts"].map((name) => join(runs, name));
      await start(whole, tinyRecipe({ steps: 6 }));
      await start(parts, tinyRecipe({ steps: 6 }), 4);
      const newest = (await listCheckpoints(join(parts, "checkpoints"))).at(-1)!;
      const bytes = await Deno.readFile(newest.path);
      bytes[bytes.length - 100] ^= 1;
      await Deno.writeFile(newest.path, bytes);
      const lines: string[] = [];
      await runTo(await resumeRun(parts, { log: (line) => lines.push(line) }));
      assert.match(lines[0], /^Passed over a checkpoint\. .*checkpoint_00000004/);
      assert.match(lines[1], /^Going on after step [0-3] of 6/);
      const kept = await Deno.readTextFile(join(parts, "log.txt"));
      assert.ok(kept.includes(lines[0]), kept);
      assert.equal(await digest(parts), await digest(whole));
    }),
);

testWith(
  { permissions: runPermissions },
  "resumeRun() says what a folder lacks, and gives its lock back",
  () =>
    inRunsFolder(async (runs) => {
      await Deno.mkdir(join(runs, "empty"));
      await Deno.writeTextFile(join(runs, "file"), "");
      const lacks = {
        empty: "it has no folder 'checkpoints'",
        nowhere: "it is not there",
        file: "it is a file",
        "file/run": "it lies in a file",
      };
      for (const [name, what] of Object.entries(lacks)) {
        const folder = join(runs, name);
        await assert.rejects(resumeRun(folder, { log }), {
          name: "RangeError",
          message: `Cannot resume '${folder}' as it must be the folder of a run: ${what}`,
        });
      }
      await Deno.mkdir(join(runs, "bare", "checkpoints"), { recursive: true });
      await assert.rejects(
        resumeRun(join(runs, "bare"), { log }),
        /must have a checkpoint that is whole: it has none$/,
      );
      const broken = join(runs, "broken", "checkpoints");
      await Deno.mkdir(broken, { recursive: true });
      await Deno.writeTextFile(join(broken, "checkpoint_00000004.safetensors"), "no");
      for (let i = 0; i < 2; i++) {
        await assert.rejects(
          resumeRun(join(runs, "broken"), { log }),
          /whole: the 1 that it has cannot be used, the newest one: .*00000004/,
        );
      }
    }),
);

testWith(
  { permissions: runPermissions },
  "a run whose images have gone says where they were, and goes on where they are now",
  () =>
    inRunsFolder(async (runs) => {
      const [before, after, other] = ["before", "after", "other"].map((name) =>
        join(runs, name)
      );
      for (const [folder, offset] of [[before, 0], [other, 9]] as const) {
        await Deno.mkdir(folder);
        for (let i = 0; i < 5; i++) {
          const pixels = new Uint8Array(16 * 16).fill(40 * i + offset);
          const png = encodePng({ width: 16, height: 16, channels: 1, pixels });
          await Deno.writeFile(join(folder, `${i}.png`), png);
        }
      }
      const recipe = tinyRecipe({ "data.set": before, steps: 4 });
      await start(join(runs, "whole"), recipe);
      await start(join(runs, "run"), recipe, 2);
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
      assert.equal(await digest(join(runs, "run")), await digest(join(runs, "whole")));
    }),
);

testWith(
  { permissions: runPermissions },
  "a run that fewer images end before its last step is refused, and goes on to a later end that is named",
  () =>
    inRunsFolder(async (runs) => {
      const [images, run] = ["images", "run"].map((name) => join(runs, name));
      await Deno.mkdir(images);
      for (let i = 0; i < 8; i++) {
        const pixels = new Uint8Array(16 * 16).fill(30 * i);
        const png = encodePng({ width: 16, height: 16, channels: 1, pixels });
        await Deno.writeFile(join(images, `${i}.png`), png);
      }
      await start(run, tinyRecipe({ "data.set": images, epochs: 2 }), 3);
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
  "a resumed run finds its file of decoded pictures again, makes it anew or takes another, with the same bits",
  () =>
    inRunsFolder(async (runs) => {
      await using pictures = await makePictureFolder({ count: 8 });
      const [whole, parts] = ["whole", "parts"].map((name) => join(runs, name));
      const recipe = tinyRecipe({ "data.set": pictures.path, channels: 3, steps: 4 });
      await start(whole, recipe);
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
      assert.equal(await digest(parts), await digest(whole));
      const { newest } = await loadNewestCheckpoint(join(parts, "checkpoints"));
      assert.equal((newest!.state.about as { cache: string }).cache, other);
    }),
);

testWith(
  { permissions: runPermissions },
  "a run is not resumed while it trains",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      const run = await startRun({ recipe: tinyRecipe(), seed: 1, output, log });
      await assert.rejects(resumeRun(output, { log }), { name: "FolderInUseError" });
      await run.close();
    }),
);
