import assert from "node:assert/strict";
import { testWith } from "../../../test/test_with.ts";
import { withFileLock } from "./file_lock.ts";
import { pause } from "./pause.ts";

const lockTest = (name: string, test: (path: string) => Promise<void>) =>
  testWith({ permissions: ["read", "write"] }, name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await test(`${folder}/lock`);
      assert.deepEqual(Array.from(Deno.readDirSync(folder)), []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });

lockTest("withFileLock() lets one in at a time, and leaves no file", async (path) => {
  let inside = 0;
  let waits = 0;
  const visit = () =>
    withFileLock(path, async (waited) => {
      assert.equal(++inside, 1);
      await pause(5);
      inside--;
      return waited;
    }, { pollEvery: 1, onWait: () => waits++ });
  const waited = await Promise.all(Array.from({ length: 20 }, visit));
  assert.equal(waited.filter((value) => !value).length, 20 - waits);
  assert.ok(waits > 0);
});

lockTest("withFileLock() frees the lock after an error", async (path) => {
  const fail = () => Promise.reject(new Error("inside"));
  await assert.rejects(withFileLock(path, fail), /inside/);
  assert.equal(await withFileLock(path, () => Promise.resolve("free")), "free");
});

lockTest(
  "withFileLock() is not held up by a lock file that a killed program left",
  async (path) => {
    await Deno.writeTextFile(path, "");
    assert.equal(await withFileLock(path, (waited) => Promise.resolve(waited)), false);
  },
);

lockTest("withFileLock() stops waiting at its signal", async (path) => {
  const stop = new AbortController();
  await withFileLock(path, async () => {
    const never = () => Promise.reject(new Error("entered"));
    const onWait = () => stop.abort(new Error("enough"));
    await assert.rejects(
      withFileLock(path, never, { signal: stop.signal, onWait }),
      /enough/,
    );
  });
});
