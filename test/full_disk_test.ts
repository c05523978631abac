/**
 * Checkpoints on a real file system that is full, or read-only, while a training runs.
 */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { loadNewestCheckpoint } from "../lib/artefacts/checkpoint_file.ts";
import { CheckpointFolder } from "../lib/artefacts/checkpoint_folder.ts";
import { exampleState } from "./example_state.ts";
import { diskNeeds, fill, granted, runs, testOnSmallDisk } from "./small_disk.ts";
import { testWith } from "./test_with.ts";

/** A test with the checkpoints of a small disk. */
function testCheckpoints(
  name: string,
  run: (disk: string, checkpoints: CheckpointFolder, lines: string[]) => Promise<void>,
): void {
  testOnSmallDisk(name, { kilobytes: 256 }, async (disk) => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const folder = join(disk, "checkpoints");
    await run(disk, await CheckpointFolder.open(folder, { log }), lines);
  });
}

testCheckpoints(
  "a full disk stops saving with one line, keeps the last checkpoint, and one line says when it works again",
  async (disk, checkpoints, lines) => {
    assert.equal(await checkpoints.save(exampleState(1)), true);
    await fill(join(disk, "filler"));
    for (const step of [2, 3, 4]) {
      assert.equal(await checkpoints.save(exampleState(step)), false);
    }
    assert.equal(lines.length, 1);
    assert.match(
      lines[0],
      /^Cannot save the checkpoint of step 2 .*No space left on device.* The training goes on; the newest one is of step 1\.$/,
    );
    const names = [...Deno.readDirSync(join(disk, "checkpoints"))].map(({ name }) =>
      name
    );
    assert.ok(!names.some((name) => name.endsWith(".partial")), `${names}`);
    const { newest, refused } = await checkpoints.loadNewest();
    assert.deepEqual([newest?.state, refused], [exampleState(1), []]);
    await Deno.remove(join(disk, "filler"));
    assert.equal(await checkpoints.save(exampleState(5)), true);
    assert.deepEqual(lines.slice(1), [
      "Saving works again: the checkpoint of step 5 is saved.",
    ]);
    assert.equal((await checkpoints.loadNewest()).newest?.step, 5);
    await checkpoints.close();
  },
);

testCheckpoints(
  "a disk that gets full in the middle of a checkpoint loses none that was whole",
  async (disk, checkpoints, lines) => {
    const large = (step: number) => ({
      ...exampleState(step),
      about: "x".repeat(100_000),
    });
    assert.deepEqual(
      [await checkpoints.save(large(1)), await checkpoints.save(large(2))],
      [true, true],
    );
    assert.equal(await checkpoints.save(large(3)), false);
    assert.equal(lines.length, 1);
    const { newest, refused } = await loadNewestCheckpoint(join(disk, "checkpoints"));
    assert.deepEqual([newest?.step, refused], [2, []]);
    await checkpoints.close();
  },
);

testCheckpoints(
  "a folder that becomes read-only stops saving with one line, and one says when it works again",
  async (disk, checkpoints, lines) => {
    const folder = join(disk, "checkpoints");
    await checkpoints.save(exampleState(1));
    assert.ok(await runs("mount", "--bind", folder, folder));
    assert.ok(await runs("mount", "-o", "remount,bind,ro", folder));
    assert.equal(await checkpoints.save(exampleState(2)), false);
    assert.match(lines[0], /Read-only file system/);
    assert.ok(await runs("umount", folder));
    assert.equal(await checkpoints.save(exampleState(3)), true);
    assert.equal(lines.length, 2);
    await checkpoints.close();
  },
);

testCheckpoints(
  "a full disk does not keep a training from being continued",
  async (disk, checkpoints) => {
    await checkpoints.save(exampleState(1));
    await checkpoints.close();
    await fill(join(disk, "filler"));
    const again = await CheckpointFolder.open(join(disk, "checkpoints"));
    assert.equal((await again.loadNewest()).newest?.step, 1);
    await again.close();
  },
);

const root = granted && await isRoot();

async function isRoot(): Promise<boolean> {
  const { stdout } = await new Deno.Command("id", { args: ["-u"] }).output();
  return new TextDecoder().decode(stdout).trim() === "0";
}

const name =
  "a folder that loses its permission to be written stops saving with one line";
if (root) {
  Deno.test({
    name: `${name} [needs a user other than root]`,
    ignore: true,
    fn: () => {},
  });
} else {
  testWith(diskNeeds, name, async () => {
    const folder = await Deno.makeTempDir();
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const checkpoints = await CheckpointFolder.open(folder, { log });
    await checkpoints.save(exampleState(1));
    await Deno.chmod(folder, 0o555);
    assert.equal(await checkpoints.save(exampleState(2)), false);
    assert.match(lines[0], /[Pp]ermission denied/);
    await Deno.chmod(folder, 0o755);
    assert.equal(await checkpoints.save(exampleState(3)), true);
    await checkpoints.close();
    await Deno.remove(folder, { recursive: true });
  });
}
