import assert from "node:assert/strict";
import { join } from "@std/path";
import { exampleState } from "../../test/example_state.ts";
import { testWith } from "../../test/test_with.ts";
import {
  listCheckpoints,
  loadCheckpoint,
  loadNewestCheckpoint,
  saveCheckpoint,
} from "./checkpoint_file.ts";
import { checkpointName } from "./checkpoint_names.ts";

/** A folder with checkpoints of these steps. */
async function withCheckpoints(steps: number[], use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const step of steps) await saveCheckpoint(folder, exampleState(step));
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Changes a checkpoint's bytes. */
async function damage(
  folder: string,
  step: number,
  change: (bytes: Uint8Array) => Uint8Array,
) {
  const path = join(folder, checkpointName(step));
  await Deno.writeFile(path, change(await Deno.readFile(path)));
}

testWith(
  { permissions: ["read", "write"] },
  "loadCheckpoint() gives back what saveCheckpoint() saved, and names a damaged file",
  () =>
    withCheckpoints([3], async (folder) => {
      const path = join(folder, checkpointName(3));
      assert.deepEqual(await loadCheckpoint(path), exampleState(3));
      await damage(folder, 3, (bytes) => bytes.subarray(0, 2000));
      await assert.rejects(loadCheckpoint(path), {
        name: "CheckpointError",
        kind: "damaged",
        message: new RegExp(
          `^Cannot load the checkpoint '.*${checkpointName(3)}' as it is`,
        ),
      });
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "listCheckpoints() gives them by their steps and passes over all other files",
  () =>
    withCheckpoints([10, 9, 2], async (folder) => {
      for (
        const name of [`${checkpointName(5)}.partial`, "training.lock", "checkpoint.txt"]
      ) {
        await Deno.writeTextFile(join(folder, name), "");
      }
      const entries = await listCheckpoints(folder);
      assert.deepEqual(entries.map(({ step }) => step), [2, 9, 10]);
      assert.equal(entries[2].path, join(folder, checkpointName(10)));
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "loadNewestCheckpoint() offers the one before those that are truncated, flipped, foreign or no file",
  () =>
    withCheckpoints([1, 2, 3, 4, 5], async (folder) => {
      const { newest, refused } = await loadNewestCheckpoint(folder);
      assert.deepEqual([newest?.step, refused], [5, []]);
      await damage(folder, 5, (bytes) => bytes.subarray(0, -1));
      await damage(folder, 4, (bytes) => bytes.with(bytes.length - 999, 77));
      await damage(folder, 3, () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
      await Deno.mkdir(join(folder, checkpointName(6)));
      const found = await loadNewestCheckpoint(folder);
      assert.deepEqual(found.newest?.state, exampleState(2));
      assert.deepEqual(found.refused.map(({ step }) => step), [6, 5, 4, 3]);
      const [directory, short, flipped, png] = found.refused.map(({ reason }) => reason);
      assert.match(directory, /[Ii]s a directory/);
      assert.match(short, /checkpoint_00000005.*ends at byte|cover|has/);
      assert.match(flipped, /checkpoint_00000004.*must have the checksum/);
      assert.match(png, /checkpoint_00000003.*it is damaged or another file: .*4 bytes/);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "loadNewestCheckpoint() says null where there is none, and refuses a folder that is not there",
  () =>
    withCheckpoints([], async (folder) => {
      assert.deepEqual(await loadNewestCheckpoint(folder), { newest: null, refused: [] });
      await assert.rejects(loadNewestCheckpoint(join(folder, "x")), Deno.errors.NotFound);
    }),
);
