import assert from "node:assert/strict";
import { join } from "@std/path";
import { exampleState } from "../../test/example_state.ts";
import { testWith } from "../../test/test_with.ts";
import {
  listCheckpoints,
  loadNewestCheckpoint,
  saveCheckpoint,
} from "./checkpoint_file.ts";
import { CheckpointFolder } from "./checkpoint_folder.ts";
import { checkpointName } from "./checkpoint_names.ts";
import { FolderInUseError } from "./folder_lock.ts";

/** Hands a new path to a function, with a log that keeps its lines. */
async function withFolder(use: (folder: string, lines: string[]) => Promise<void>) {
  const parent = await Deno.makeTempDir();
  try {
    await use(join(parent, "run", "checkpoints"), []);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

const open = (folder: string, lines: string[]) =>
  CheckpointFolder.open(folder, { log: (line) => lines.push(line) });

const steps = async (folder: string) =>
  (await listCheckpoints(folder)).map(({ step }) => step);

testWith(
  { permissions: ["read", "write"] },
  "CheckpointFolder saves, thins by the rule, loads the newest, and lets the folder go",
  () =>
    withFolder(async (folder, lines) => {
      const checkpoints = await open(folder, lines);
      for (let step = 100; step <= 1000; step += 100) {
        assert.equal(await checkpoints.save(exampleState(step)), true);
      }
      assert.deepEqual(await steps(folder), [100, 600, 800, 900, 1000]);
      const { newest, refused } = await checkpoints.loadNewest();
      assert.deepEqual([newest?.state, refused], [exampleState(1000), []]);
      await checkpoints.close();
      await (await open(folder, lines)).close();
      assert.deepEqual(lines, []);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "CheckpointFolder refuses a second training while the first one has it",
  () =>
    withFolder(async (folder, lines) => {
      const checkpoints = await open(folder, lines);
      await assert.rejects(open(folder, lines), FolderInUseError);
      await checkpoints.close();
      await (await open(folder, lines)).close();
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "CheckpointFolder removes what a killed process left of a checkpoint, and nothing else",
  () =>
    withFolder(async (folder, lines) => {
      await Deno.mkdir(folder, { recursive: true });
      await saveCheckpoint(folder, exampleState(2));
      const others = ["networks.safetensors.partial", "notes.txt"];
      for (const name of [`${checkpointName(3)}.partial`, ...others]) {
        await Deno.writeTextFile(join(folder, name), "half");
      }
      const checkpoints = await open(folder, lines);
      await checkpoints.close();
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
      assert.deepEqual(names, [checkpointName(2), ...others].sort());
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "saves that overlap come one after another, and close() waits for them",
  () =>
    withFolder(async (folder, lines) => {
      const checkpoints = await open(folder, lines);
      const saves = [1, 2, 3].map((step) => checkpoints.save(exampleState(step)));
      await checkpoints.close();
      assert.deepEqual(await steps(folder), [1, 2, 3]);
      assert.deepEqual(await Promise.all(saves), [true, true, true]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "a training that goes back sets later checkpoints aside, so that its own are the newest",
  () =>
    withFolder(async (folder, lines) => {
      await Deno.mkdir(folder, { recursive: true });
      for (const step of [2, 4, 6]) await saveCheckpoint(folder, exampleState(step));
      await Deno.truncate(join(folder, checkpointName(6)), 100);
      const checkpoints = await open(folder, lines);
      const { newest, refused } = await checkpoints.loadNewest();
      assert.deepEqual([newest?.step, refused.map(({ step }) => step)], [4, [6]]);
      assert.deepEqual(await steps(folder), [2, 4, 6]);
      await checkpoints.save(exampleState(5));
      await checkpoints.close();
      assert.deepEqual(await steps(folder), [2, 4, 5]);
      assert.ok(
        (await Deno.stat(join(folder, `${checkpointName(6)}.aside`))).size === 100,
      );
      assert.equal((await loadNewestCheckpoint(folder)).newest?.step, 5);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "a folder that is removed stops saving with one line, and one more when it is back",
  () =>
    withFolder(async (folder, lines) => {
      const checkpoints = await open(folder, lines);
      await checkpoints.save(exampleState(1));
      await Deno.rename(folder, `${folder}2`);
      assert.equal(await checkpoints.save(exampleState(2)), false);
      assert.equal(await checkpoints.save(exampleState(3)), false);
      assert.equal(lines.length, 1);
      assert.match(
        lines[0],
        /^Cannot save the checkpoint of step 2 as '.*' must be there, writable and not full: .*\. The training goes on; the newest one is of step 1\.$/,
      );
      await Deno.rename(`${folder}2`, folder);
      assert.equal(await checkpoints.save(exampleState(4)), true);
      assert.deepEqual(lines.slice(1), [
        "Saving works again: the checkpoint of step 4 is saved.",
      ]);
      assert.deepEqual(await steps(folder), [1, 4]);
      await checkpoints.close();
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "a folder that was removed and made anew is locked anew, unless another has it",
  () =>
    withFolder(async (folder, lines) => {
      const checkpoints = await open(folder, lines);
      await Deno.remove(folder, { recursive: true });
      const other = await open(folder, lines);
      assert.equal(await checkpoints.save(exampleState(1)), false);
      assert.match(
        lines[0],
        /no other training may write there: .* no step is saved yet/,
      );
      await other.close();
      assert.equal(await checkpoints.save(exampleState(2)), true);
      await assert.rejects(open(folder, lines), FolderInUseError);
      await checkpoints.close();
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "an old checkpoint that cannot be removed is told once, stays until it can be, and takes nothing from the new ones",
  () =>
    withFolder(async (folder, lines) => {
      const checkpoints = await open(folder, lines);
      const { remove } = Deno;
      const refusal = Object.assign(new Error("Permission denied"), { code: "EACCES" });
      try {
        Deno.remove = (path, options) =>
          `${path}`.includes("checkpoint_")
            ? Promise.reject(refusal)
            : remove(path, options);
        for (let step = 100; step <= 1000; step += 100) {
          assert.equal(await checkpoints.save(exampleState(step)), true);
          assert.equal(checkpoints.newestStep, step);
        }
      } finally {
        Deno.remove = remove;
      }
      const kept = await steps(folder);
      assert.equal(kept.length, 10);
      const line =
        "Cannot remove old checkpoints: Permission denied. The training goes " +
        "on, and saves new ones.";
      assert.deepEqual(lines, [line]);
      await checkpoints.save(exampleState(1100));
      await checkpoints.close();
      assert.deepEqual(await steps(folder), [100, 600, 800, 900, 1000, 1100]);
      assert.deepEqual(lines, [line, "Old checkpoints can be removed again."]);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "an error of the program is thrown, not taken for a full disk",
  () =>
    withFolder(async (folder, lines) => {
      const checkpoints = await open(folder, lines);
      const state = { ...exampleState(1), tensors: null as never };
      await assert.rejects(checkpoints.save(state), TypeError);
      assert.equal(await checkpoints.save(exampleState(1)), true);
      await checkpoints.close();
      assert.deepEqual(lines, []);
    }),
);
