import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import { FolderInUseError, FolderLock } from "./folder_lock.ts";

testWith(
  { permissions: ["read", "write"] },
  "FolderLock lets one in, names it to the next, and leaves nothing when it is released",
  async () => {
    const folder = await Deno.makeTempDir();
    const lock = await FolderLock.take(folder);
    assert.ok(await lock.holds());
    await assert.rejects(FolderLock.take(folder), (error: Error) => {
      assert.ok(error instanceof FolderInUseError);
      assert.match(error.message, /: one that this program or notebook has opened does;/);
      return true;
    });
    // As another program would have written it.
    await Deno.writeTextFile(join(folder, "training.lock"), "process 1\n");
    await assert.rejects(
      FolderLock.take(folder),
      /write there: process 1 does; end it or/,
    );
    await lock.release();
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    await (await FolderLock.take(folder)).release();
    await Deno.remove(folder);
  },
);

testWith(
  { permissions: ["read", "write"] },
  "FolderLock takes over the file of a process that is gone, also of its own number",
  async () => {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(join(folder, "training.lock"), `process ${Deno.pid}\n`);
    const lock = await FolderLock.take(folder);
    await lock.release();
    await Deno.remove(folder);
  },
);

testWith(
  { permissions: ["read", "write"] },
  "FolderLock notices that its folder was removed or made anew, and spares the new owner's file",
  async () => {
    const folder = await Deno.makeTempDir();
    const old = await FolderLock.take(folder);
    await Deno.remove(folder, { recursive: true });
    assert.equal(await old.holds(), false);
    await Deno.mkdir(folder);
    const other = await FolderLock.take(folder);
    await old.release();
    assert.ok(await other.holds());
    await other.release();
    await Deno.remove(folder);
  },
);
