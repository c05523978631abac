import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import { RunLog } from "./run_log.ts";

testWith(
  { permissions: ["read", "write"] },
  "a run's lines are told at once and added to the file, those too that failed before",
  async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "later", "log.txt");
    const told: string[] = [];
    const log = new RunLog(path, (line) => told.push(line));
    log.say("one");
    log.note("two");
    await assert.rejects(log.flush(), Deno.errors.NotFound);
    await Deno.mkdir(join(folder, "later"));
    await log.flush();
    log.say("three");
    await log.flush();
    await log.flush();
    assert.deepEqual(told, ["one", "three"]);
    assert.equal(await Deno.readTextFile(path), "one\ntwo\nthree\n");
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read", "write"] },
  "half a line that a full disk took is written over, and lines told meanwhile are kept",
  async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "log.txt");
    await Deno.writeTextFile(path, "before\n");
    const log = new RunLog(path, () => {});
    const { write } = Deno.FsFile.prototype;
    Deno.FsFile.prototype.write = async function (bytes) {
      await write.call(this, bytes.subarray(0, 5));
      throw new Error("No space left on device");
    };
    log.note("the first line");
    await assert.rejects(log.flush(), /No space left/);
    assert.equal(await Deno.readTextFile(path), "before\nthe f");
    Deno.FsFile.prototype.write = write;
    const flushing = log.flush();
    log.note("the second");
    await flushing;
    assert.equal(await Deno.readTextFile(path), "before\nthe first line\n");
    await Deno.remove(path);
    await log.flush();
    assert.equal(await Deno.readTextFile(path), "the second\n");
    await Deno.remove(folder, { recursive: true });
  },
);
