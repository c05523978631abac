import assert from "node:assert/strict";
import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
import { encodePng } from "../artefacts/png.ts";
import { resumeRun } from "./resume_run.ts";
import { startRun } from "./start_run.ts";

const silent = { seed: 1, log: () => {} };

testWith(
  { permissions: runPermissions },
  "startRun() refuses a folder that holds anything, and leaves it as it is",
  () =>
    inRunsFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "old"), "old");
      await assert.rejects(
        startRun({ ...silent, recipe: tinyRecipe(), output: folder }),
        {
          name: "RangeError",
          message: /must be a new or empty folder: it holds 'old' already$/,
        },
      );
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["old"]);
    }),
);

testWith(
  { permissions: runPermissions },
  "startRun() makes no folder where images or batch are wrong, and leaves an empty one",
  () =>
    inRunsFolder(async (folder) => {
      const output = join(folder, "run"), empty = join(folder, "empty");
      const tensors = tf.memory().numTensors;
      const absent = tinyRecipe({ "data.set": join(folder, "nowhere") });
      const large = tinyRecipe({ batchSize: 257 });
      await Deno.mkdir(empty);
      for (const place of [output, empty]) {
        await assert.rejects(
          startRun({ ...silent, recipe: absent, output: place }),
          /nowhere/,
        );
        await assert.rejects(
          startRun({ ...silent, recipe: large, output: place }),
          /'batchSize' must be an integer from 1 to the set's 256 images/,
        );
      }
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["empty"]);
      assert.equal(tf.memory().numTensors, tensors);
    }),
);

testWith(
  { permissions: runPermissions },
  "a run that is given the signal of its end decodes no further images then, resumed too",
  () =>
    inRunsFolder(async (folder) => {
      const set = join(folder, "images"), output = join(folder, "run");
      await Deno.mkdir(set);
      for (let i = 0; i < 8; i++) {
        const pixels = new Uint8Array(16 * 16).fill(30 * i);
        const png = encodePng({ width: 16, height: 16, channels: 1, pixels });
        await Deno.writeFile(join(set, `${i}.png`), png);
      }
      const recipe = tinyRecipe({ "data.set": set, steps: 9 });
      const log = () => {};
      for (
        const [last, open] of [
          [2, (signal: AbortSignal) => startRun({ ...silent, recipe, output, signal })],
          [4, (signal: AbortSignal) => resumeRun(output, { log, signal })],
        ] as const
      ) {
        const controller = new AbortController();
        const run = await open(controller.signal);
        for await (const { step } of run.steps(controller)) {
          if (step === last) controller.abort("told");
        }
        assert.deepEqual([run.training.step, run.savedStep], [last, last]);
        const next = Promise.resolve(run.data.batches.next());
        await assert.rejects(next, (reason) => reason === "told");
        await run.close();
      }
    }),
);
