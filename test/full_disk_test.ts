/**
 * Checkpoints on a real file system that is full, or read-only, while a training runs.
 */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { loadNewestCheckpoint } from "../lib/artefacts/checkpoint_file.ts";
import { CheckpointFolder } from "../lib/artefacts/checkpoint_folder.ts";
import { exampleState } from "./example_state.ts";
import { testWith } from "./test_with.ts";

const needs = { permissions: ["read", "write", "run"] as Deno.PermissionName[] };

/** Runs a program of the system; whether it succeeded. */
async function runs(command: string, ...args: string[]): Promise<boolean> {
  const options = { args, stdout: "null", stderr: "null" } as const;
  try {
    return (await new Deno.Command(command, options).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Mounts a disk of 256 kB on a new folder; null where that is not permitted. */
async function mountSmallDisk(): Promise<string | null> {
  const folder = await Deno.makeTempDir();
  if (await runs("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder)) {
    return folder;
  }
  await Deno.remove(folder);
  return null;
}

async function unmount(folder: string): Promise<void> {
  // Also if a test that failed still has a file open there.
  assert.ok(await runs("umount", "-l", folder), `'${folder}' could not be unmounted`);
  await Deno.remove(folder);
}

const granted = needs.permissions.every((name) =>
  Deno.permissions.querySync({ name } as Deno.PermissionDescriptor).state === "granted"
);
const trial = granted ? await mountSmallDisk() : null;
if (trial) await unmount(trial);

/** A test on a small disk, skipped by name where none may be mounted. */
function testOnSmallDisk(
  name: string,
  run: (disk: string, checkpoints: CheckpointFolder, lines: string[]) => Promise<void>,
): void {
  if (granted && !trial) {
    Deno.test({ name: `${name} [needs the right to mount]`, ignore: true, fn: () => {} });
    return;
  }
  testWith(needs, name, async () => {
    const disk = (await mountSmallDisk())!;
    try {
      const lines: string[] = [];
      const log = (line: string) => lines.push(line);
      const folder = join(disk, "checkpoints");
      const checkpoints = await CheckpointFolder.open(folder, { log });
      await run(disk, checkpoints, lines);
    } finally {
      await unmount(disk);
    }
  });
}

/** Takes all room of a disk. */
async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  const kilobyte = new Uint8Array(1024);
  await assert.rejects(async () => {
    for (;;) await file.write(kilobyte);
  }, { code: "ENOSPC" });
}

testOnSmallDisk(
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

testOnSmallDisk(
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

testOnSmallDisk(
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

testOnSmallDisk(
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
  testWith(needs, name, async () => {
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
