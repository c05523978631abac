import assert from "node:assert/strict";
import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { newestDigest, runTo, startAndLeave } from "../../test/left_run.ts";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
import { listCheckpoints } from "../artefacts/checkpoint_file.ts";
import { resumeRun } from "./resume_run.ts";
import { startRun } from "./start_run.ts";
import type { RunPlan } from "./run_plan.ts";

const log = () => {};

testWith(
  { permissions: runPermissions },
  "a run that was left and resumed has the bits of one that was not, from its folder alone",
  () =>
    inRunsFolder(async (runs) => {
      const [whole, parts] = ["whole", "parts"].map((name) => join(runs, name));
      const recipe = tinyRecipe({ steps: 7, fakeBatch: "computedAgain" });
      await startAndLeave(whole, recipe);
      await startAndLeave(parts, recipe, 3);
      const tensors = tf.memory().numTensors;
      const lines: string[] = [];
      await runTo(await resumeRun(parts, { log: (line) => lines.push(line) }));
      assert.equal(tf.memory().numTensors, tensors);
      assert.equal(lines[0], `Going on after step 3 of 7, in ${parts}.`);
      assert.match(lines[1], /^step 7, epoch 1: /);
      assert.equal(lines.length, 2);
      assert.equal(await newestDigest(parts), await newestDigest(whole));
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
      await startAndLeave(whole, tinyRecipe({ steps: 6 }));
      await startAndLeave(parts, tinyRecipe({ steps: 4 }));
      const complete = await resumeRun(parts, { log });
      assert.deepEqual(await Array.fromAsync(complete.steps()), []);
      await complete.close();
      await runTo(await resumeRun(parts, { log, steps: 6 }));
      assert.equal(await newestDigest(parts), await newestDigest(whole));
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
      await startAndLeave(whole, tinyRecipe({ steps: 6 }));
      await startAndLeave(parts, tinyRecipe({ steps: 6 }), 4);
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
      assert.equal(await newestDigest(parts), await newestDigest(whole));
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
  "a run is not resumed while it trains",
  () =>
    inRunsFolder(async (runs) => {
      const output = join(runs, "run");
      const run = await startRun({ recipe: tinyRecipe(), seed: 1, output, log });
      await assert.rejects(resumeRun(output, { log }), { name: "FolderInUseError" });
      await run.close();
    }),
);
