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
