import assert from "node:assert/strict";
import { join } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import { inRunsFolder, runPermissions, tinyRecipe } from "../../test/tiny_run.ts";
import { testWith } from "../../test/test_with.ts";
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
          message: /must be a new or empty folder: it holds 1 already$/,
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
