import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { file as serving, withFileServer } from "../../../test/file_server.ts";
import { testWith } from "../../../test/test_with.ts";
import { download, DownloadError } from "../download.ts";
import { freeBytes, isFullDisk } from "./free_space.ts";

Deno.test({
  name: "freeBytes() is null, and asks no question, where Deno may not ask the system",
  permissions: "none",
  fn: async () => assert.equal(await freeBytes("."), null),
});

testWith(
  { permissions: ["sys", "read", "write"] },
  "freeBytes() is some number of bytes",
  async () => {
    const folder = await Deno.makeTempDir();
    const bytes = await freeBytes(folder);
    await Deno.remove(folder);
    assert.ok(bytes !== null && bytes > 0 && Number.isInteger(bytes));
  },
);

Deno.test("isFullDisk() knows a full disk by the system's code", () => {
  const full = Object.assign(new Error("No space left"), { code: "ENOSPC" });
  assert.ok(isFullDisk(full));
  assert.ok(!isFullDisk(new Error("No space left")));
  assert.ok(!isFullDisk(Object.assign(new Error("No such file"), { code: "ENOENT" })));
});

const content = new Uint8Array(600_000).map((_, i) => (i * i) >> 3);
const sha256 = createHash("sha256").update(content).digest("hex");

/** Without `assert`'s list of the differences, which takes minutes for so many. */
function assertSame(found: Uint8Array, expected: Uint8Array): void {
  assert.ok(found.length === expected.length, `${found.length} bytes`);
  const wrong = found.findIndex((value, i) => value !== expected[i]);
  assert.equal(wrong, -1, `wrong from byte ${wrong} on`);
}

/** Runs a test on a real disk of 300 kB, which `remount` changes. */
async function onSmallDisk(
  test: (folder: string, remount: (options: string) => void) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  mount(["-t", "tmpfs", "-o", "size=300k", "none", folder]);
  try {
    await test(folder, (options) => mount(["-o", `remount,${options}`, folder]));
  } finally {
    run("umount", [folder]);
    await Deno.remove(folder);
  }
}

const mount = (args: string[]) => assert.ok(run("mount", args), "mount failed");

function run(command: string, args: string[]): boolean {
  const output = { stdout: "null", stderr: "null" } as const;
  return new Deno.Command(command, { args, ...output }).outputSync().success;
}

/** Whether this user may mount a disk, as root may unless a container forbids it. */
function canMount(): boolean {
  const permissions = ["run", "read", "write", "net", "sys"] as const;
  const granted = permissions.every((name) =>
    Deno.permissions.querySync({ name }).state === "granted"
  );
  if (!granted || Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const folder = Deno.makeTempDirSync();
  const mounted = run("mount", ["-t", "tmpfs", "-o", "size=16k", "none", folder]);
  if (mounted) run("umount", [folder]);
  Deno.removeSync(folder);
  return mounted;
}

const isMountable = canMount();
const diskTest = (name: string, test: Parameters<typeof onSmallDisk>[0]) =>
  Deno.test({
    name: isMountable ? name : `${name} [needs to mount a disk]`,
    ignore: !isMountable,
    fn: () => onSmallDisk(test),
  });

diskTest(
  "a file that is larger than the disk is refused beforehand, with both numbers",
  async (folder) => {
    const file = { name: "digits.gz", bytes: content.length, sha256 };
    await withFileServer({ good: serving(content) }, async (mirror, asked) => {
      await assert.rejects(
        download(file, `${folder}/digits.gz`, { mirrors: [mirror("good")] }),
        (error) => {
          assert.ok(error instanceof DownloadError);
          assert.match(
            error.message,
            /^Cannot download digits.gz as \S+ must have room for 600 kB: \d+ kB are free$/,
          );
          return true;
        },
      );
      assert.deepEqual(asked, []);
      assert.deepEqual(Array.from(Deno.readDirSync(folder)), []);
    });
  },
);

diskTest(
  "a disk that fills up keeps what is there, and the download goes on later",
  async (folder, remount) => {
    // Nobody published its length, so that nobody knows beforehand.
    const file = { name: "digits.gz", sha256 };
    const path = `${folder}/digits.gz`;
    await Deno.writeTextFile(`${folder}/earlier`, "whole");
    await withFileServer(
      { good: serving(content, { etag: '"one"' }) },
      async (mirror, asked) => {
        const options = { mirrors: [mirror("good")] };
        await assert.rejects(download(file, path, options), (error) => {
          assert.ok(error instanceof DownloadError);
          assert.match(
            error.message,
            /^Cannot download digits.gz as the disk of \S+ is full: .* \d+ kB are kept in /,
          );
          return true;
        });
        const kept = (await Deno.stat(`${path}.partial`)).size;
        assert.ok(kept > 200_000 && kept < content.length, `${kept} bytes kept`);
        remount("size=2m");
        await download(file, path, options);
        assertSame(await Deno.readFile(path), content);
        assert.equal(asked[1].headers["range"], `bytes=${kept}-`);
        assert.equal(await Deno.readTextFile(`${folder}/earlier`), "whole");
      },
    );
  },
);

diskTest(
  "a disk that may not be written to is named, with what the system says",
  async (folder, remount) => {
    remount("ro");
    await withFileServer({ good: serving(content) }, async (mirror) => {
      await assert.rejects(
        download({ name: "digits.gz", sha256 }, `${folder}/digits.gz`, {
          mirrors: [mirror("good")],
        }),
        (error) => {
          assert.ok(error instanceof DownloadError);
          const expected =
            `Cannot download digits.gz as it cannot be saved in ${folder}: `;
          assert.ok(error.message.startsWith(expected), error.message);
          assert.match(error.message, /Read-only file system/);
          return true;
        },
      );
    });
  },
);
