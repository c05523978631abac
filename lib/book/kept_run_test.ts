import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testWith } from "../../test/test_with.ts";
import { chooseBackend } from "../backend/choose_backend.ts";
import { FolderLock } from "../artefacts/folder_lock.ts";
import { overrideRecipe } from "../train/recipe.ts";
import { recipes } from "../train/recipes.ts";
import type { TrainingRun } from "../run/training_run.ts";
import { keptRun } from "./kept_run.ts";

await chooseBackend({ backend: "wasm-simd", log: () => {} });

const tiny = { "data.set": "digits", size: 16, channels: 1, width: 2, latentSize: 3 };
const recipe = overrideRecipe(recipes.pytorchTutorial, {
  ...tiny,
  ...{ batchSize: 4, steps: 4 },
});
const permissions: Deno.PermissionName[] = ["read", "write"];

/** Calls with a new folder that is removed again, and a list for the lines. */
async function inNewFolder(
  work: (options: {
    root: string;
    seed: number;
    log: (line: string) => void;
    lines: string[];
  }) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir();
  const lines: string[] = [];
  try {
    await work({ root, seed: 1, log: (line) => lines.push(line), lines });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** Trains until a step, or to the end. */
async function train(run: TrainingRun, last = Infinity): Promise<void> {
  for await (const { step } of run.steps()) if (step === last) return;
}

testWith(
  { permissions },
  "keptRun() goes on where a run of that name stopped, finds it at its end, and frees the one that it opened before",
  () =>
    inNewFolder(async ({ lines, ...options }) => {
      const first = await keptRun("a", { recipe, ...options });
      assert.equal(first.training.step, 0);
      await train(first, 2);
      const { numTensors } = tf.memory();
      const second = await keptRun("a", { recipe, ...options });
      assert.equal(tf.memory().numTensors, numTensors);
      assert.equal(second.folder, first.folder);
      assert.equal(second.training.step, 2);
      await train(second);
      assert.equal(second.records.length, 4);
      const third = await keptRun("a", { recipe, ...options });
      assert.equal(third.training.step, 4);
      await train(third);
      assert.equal(third.records.length, 4);
      await third.close();
      assert.deepEqual(lines, []);
    }),
);

testWith(
  { permissions },
  "keptRun() lengthens a run to the recipe's last step, and leaves a longer one as it is",
  () =>
    inNewFolder(async ({ lines, ...options }) => {
      await train(await keptRun("a", { recipe, ...options }));
      for (const [steps, last] of [[6, 6], [3, 6]]) {
        const other = overrideRecipe(recipe, { steps });
        const run = await keptRun("a", { recipe: other, ...options });
        assert.equal(run.lastStep, last);
        await train(run);
        assert.equal(run.records.length, last);
        await run.close();
      }
      assert.deepEqual(lines, []);
    }),
);

testWith(
  { permissions },
  "keptRun() passes over a run of another recipe or seed, one in use and one that is none, says why and leaves them alone",
  () =>
    inNewFolder(async ({ lines, ...options }) => {
      await Deno.mkdir(`${options.root}/a`);
      await Deno.writeTextFile(`${options.root}/a/mine.txt`, "mine");
      const first = await keptRun("a", { recipe, ...options });
      assert.equal(first.folder, `${options.root}/a-2`);
      assert.match(
        lines.pop()!,
        /^Passed over a run\. Cannot resume '.*a' as it must be/,
      );
      await train(first, 1);
      await first.close();
      const faster = overrideRecipe(recipe, { learningRate: .01 });
      const other = await keptRun("a", { recipe: faster, ...options });
      assert.equal(other.folder, `${options.root}/a-3`);
      assert.match(lines[1], /a-2' has another recipe or seed$/);
      const reseeded = await keptRun("a", { recipe: faster, ...options, seed: 2 });
      assert.equal(reseeded.folder, `${options.root}/a-4`);
      assert.match(lines.at(-1)!, /a-3' has another recipe or seed$/);
      const lock = await FolderLock.take(`${first.folder}/checkpoints`);
      const beside = await keptRun("a", { recipe, ...options });
      assert.equal(beside.folder, `${options.root}/a-5`);
      assert.ok(
        lines.some((line) => /run\. Cannot train into .*a-2/.test(line)),
        `${lines}`,
      );
      await beside.close();
      await lock.release();
      const found = await keptRun("a", { recipe, ...options });
      assert.equal(found.folder, first.folder);
      assert.equal(found.training.step, 1);
      for (const run of [other, reseeded, found]) await run.close();
      assert.equal(await Deno.readTextFile(`${options.root}/a/mine.txt`), "mine");
    }),
);

Deno.test("keptRun() refuses a recipe without a last step", async () => {
  await assert.rejects(
    keptRun("a", { recipe: recipes.pytorchTutorial, seed: 1, root: "/nowhere" }),
    /must end after a number of steps: it ends after \d+ epochs/,
  );
});
