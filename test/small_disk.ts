/**
 * A disk of its own for a test, so small that it gets full.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type Needs, testWith } from "./test_with.ts";

/** What mounting needs. */
export const diskNeeds = {
  permissions: ["read", "write", "run"] as Deno.PermissionName[],
} satisfies Needs;

/** Runs a program of the system; whether it succeeded. */
export async function runs(command: string, ...args: string[]): Promise<boolean> {
  const options = { args, stdout: "null", stderr: "null" } as const;
  try {
    return (await new Deno.Command(command, options).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Mounts a disk on a new folder; null where that is not permitted. */
async function mountSmallDisk(kilobytes: number): Promise<string | null> {
  const folder = await Deno.makeTempDir();
  if (await runs("mount", "-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder)) {
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

/** Whether this process may try. */
export const granted = diskNeeds.permissions.every((name) =>
  Deno.permissions.querySync({ name } as Deno.PermissionDescriptor).state === "granted"
);
const trial = granted ? await mountSmallDisk(256) : null;
if (trial) await unmount(trial);

/** A test on a small disk, skipped by name where none may be mounted. */
export function testOnSmallDisk(
  name: string,
  { kilobytes, permissions = [] }: {
    kilobytes: number;
    permissions?: Deno.PermissionName[];
  },
  run: (disk: string) => Promise<void>,
): void {
  if (granted && !trial) {
    Deno.test({ name: `${name} [needs the right to mount]`, ignore: true, fn: () => {} });
    return;
  }
  const all = [...new Set([...diskNeeds.permissions, ...permissions])];
  testWith({ permissions: all }, name, async () => {
    const disk = (await mountSmallDisk(kilobytes))!;
    try {
      await run(disk);
    } finally {
      await unmount(disk);
    }
  });
}

/** Takes all room of a disk. */
export async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  const kilobyte = new Uint8Array(1024);
  await assert.rejects(async () => {
    for (;;) await file.write(kilobyte);
  }, { code: "ENOSPC" });
}
