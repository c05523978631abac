import assert from "node:assert/strict";
import {
  assertSame,
  changed,
  content,
  digestOf,
  downloadTest,
  file,
  half,
  namesIn,
  permissions,
  unpublished,
  withMirrors,
} from "../../test/faulty_mirrors.ts";
import { testWith } from "../../test/test_with.ts";
import { download, DownloadError } from "./download.ts";

testWith(
  { permissions },
  "download() saves the file under its name, in a new folder",
  () =>
    withMirrors(async (_get, { folder, mirror }) => {
      const path = `${folder}/new/digits.gz`;
      const found = await download(file, path, { mirrors: [mirror("good")] });
      assertSame(await Deno.readFile(path), content);
      assert.deepEqual(namesIn(`${folder}/new`), ["digits.gz"]);
      const checksum = file.sha256!;
      assert.deepEqual(found, { path, isNew: true, checksum, isPublished: true });
    }),
);

downloadTest("asks nobody for a file that is there and right", async (get, { path }) => {
  await Deno.writeFile(path, content);
  const { isNew } = await get(["missing"]);
  assert.equal(isNew, false);
});

downloadTest(
  "replaces a file that is not the published one, and says so",
  async (get, { path }) => {
    await Deno.writeFile(path, changed);
    const notices: string[] = [];
    const { isNew } = await get(["good"], { onNotice: (notice) => notices.push(notice) });
    assert.ok(isNew);
    assert.match(
      notices[0],
      /is not the published file: expected the published SHA-256 \w+, found/,
    );
    assertSame(await Deno.readFile(path), content);
  },
);

/** What is said of a mirror, and how much of the file is kept after it. */
const faults: [string, RegExp, number][] = [
  ["missing", /answered 404 Not Found$/, 0],
  ["broken", /answered 500 Internal Server Error$/, 0],
  ["page", /sent a web page where a file was expected$/, 0],
  ["page by another name", /has 27 bytes where 200000 were expected$/, 0],
  ["unannounced page", /sent a web page where a file was expected$/, 0],
  ["sign-in", /sent a web page where a file was expected$/, 0],
  ["changed", /with SHA-256 [0-9a-f]{64} where [0-9a-f]{64} was expected$/, 0],
  ["short", /has 199999 bytes where 200000 were expected$/, 0],
  ["long", /has 5000000 bytes where 200000 were expected$/, 0],
  ["claims more", /has 200005 bytes where 200000 were expected$/, 0],
  ["claims less", /has 100000 bytes where 200000 were expected$/, 0],
  ["unannounced long", /sent \d{6} or more bytes where 200000 were expected$/, 0],
  [
    "unannounced short",
    /sent 100000 bytes where 200000 were expected\. 100 kB of 200 kB/,
    half,
  ],
  [
    "dropped without ranges",
    /failed: .*100 kB of 200 kB are kept in .*digits\.gz\.partial/,
    half,
  ],
  ["stalled", /sent nothing for 400 milliseconds\. 100 kB of 200 kB are kept/, half],
  ["silent", /sent nothing for 400 milliseconds$/, 0],
  [
    "another part",
    /sent the part 'bytes 7-199999\/200000' where 'bytes 100000-' was/,
    half,
  ],
];

for (const [fault, message, kept] of faults) {
  downloadTest(
    `says what a mirror did whose answer is '${fault}', and keeps ${kept} bytes`,
    async (get, { folder, mirror }) => {
      await assert.rejects(get([fault], { rounds: 1 }), (error) => {
        assert.ok(error instanceof DownloadError);
        assert.match(error.message, message);
        assert.ok(error.message.includes(mirror(fault)));
        return true;
      });
      const names = kept > 0 ? ["digits.gz.partial", "digits.gz.partial.json"] : [];
      assert.deepEqual(namesIn(folder), names);
      if (kept > 0) {
        const partial = await Deno.readFile(`${folder}/digits.gz.partial`);
        assertSame(partial, content.slice(0, kept));
      }
    },
  );
  downloadTest(
    `goes on to the next mirror after one whose answer is '${fault}'`,
    async (get, { folder, path }) => {
      await get([fault, "good"]);
      assertSame(await Deno.readFile(path), content);
      assert.deepEqual(namesIn(folder), ["digits.gz"]);
    },
  );
}

downloadTest(
  "names every mirror and its fault when all fail",
  async (_get, { path, mirror }) => {
    const refused = "http://127.0.0.1:1/";
    const mirrors = [mirror("missing"), mirror("short"), refused];
    await assert.rejects(
      download(file, path, { mirrors, pauseBetweenRounds: 1 }),
      new RegExp(
        `^DownloadError: Cannot download digits.gz as no mirror gave it: ${mirrors[0]} ` +
          `answered 404.*; ${mirrors[1]} has 199999 bytes .*; ${refused} failed: `,
      ),
    );
  },
);

downloadTest("follows a redirection", async (get, { path }) => {
  await get(["elsewhere"]);
  assertSame(await Deno.readFile(path), content);
});

downloadTest(
  "waits for a slow mirror as long as something comes",
  async (get, { path }) => {
    await get(["slow"], { rounds: 1 });
    assertSame(await Deno.readFile(path), content);
  },
);

downloadTest(
  "asks a busy mirror again in the next round, but not one that has no such file",
  async (get, { ranges }) => {
    await get(["missing", "busy once"]);
    assert.equal(ranges().length, 3);
  },
);

downloadTest(
  "remembers the checksum that nobody published, and notices a change",
  async (get, { path, folder }) => {
    const first = await get(["tagged"], { file: unpublished });
    assert.equal(first.isPublished, false);
    assert.equal(first.checksum, digestOf(content));
    assert.deepEqual(namesIn(folder), ["digits.gz", "digits.gz.sha256"]);
    assert.equal(
      await Deno.readTextFile(`${path}.sha256`),
      `${digestOf(content)}  digits.gz\n`,
    );
    assert.equal((await get(["missing"], { file: unpublished })).isNew, false);
    await Deno.writeFile(path, changed);
    const notices: string[] = [];
    const onNotice = (notice: string) => notices.push(notice);
    assert.equal((await get(["tagged"], { file: unpublished, onNotice })).isNew, true);
    assert.match(notices[0], /expected the remembered SHA-256/);
  },
);

downloadTest("checks a SHA-1 where that is what was published", async (get) => {
  const byName = { name: "digits.gz", sha1: digestOf(content, "sha1") };
  await assert.rejects(
    get(["changed"], { file: byName }),
    /with SHA-1 [0-9a-f]{40} where/,
  );
  assert.equal((await get(["good"], { file: byName })).checksum, byName.sha1);
});

downloadTest("keeps an earlier file when the new one fails", async (get, { path }) => {
  await Deno.writeTextFile(path, "earlier");
  await assert.rejects(get(["changed"]), DownloadError);
  assert.equal(await Deno.readTextFile(path), "earlier");
});

downloadTest("says that the folder cannot be made", async (_get, { folder, mirror }) => {
  await Deno.writeTextFile(`${folder}/file`, "not a folder");
  await assert.rejects(
    download(file, `${folder}/file/digits.gz`, { mirrors: [mirror("good")] }),
    /^DownloadError: Cannot download digits.gz as its folder .*file cannot be made: /,
  );
});

downloadTest(
  "that is asked for the same file twice at once fetches it once",
  async (get, { path, folder, ranges }) => {
    const notices: string[] = [];
    const onNotice = (notice: string) => notices.push(notice);
    const both = await Promise.all([
      get(["slow"], { onNotice }),
      get(["slow"], { onNotice }),
    ]);
    assert.deepEqual(both.map(({ isNew }) => isNew).sort(), [false, true]);
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(namesIn(folder), ["digits.gz"]);
    assert.equal(ranges().length, 1);
    assert.deepEqual(notices, ["Waiting for another process that downloads digits.gz."]);
  },
);

downloadTest("says that the file cannot be saved", async (get, { path, folder }) => {
  await Deno.mkdir(`${path}.partial`);
  await assert.rejects(get(["good"]), (error) => {
    assert.ok(error instanceof DownloadError);
    assert.match(error.message, /^Cannot download digits.gz as it cannot be saved in /);
    assert.ok(error.message.includes(folder));
    return true;
  });
});

testWith(
  { permissions },
  "a full disk names what is kept, also where its length may no longer be asked for",
  () =>
    withMirrors(async (_get, { folder, mirror }) => {
      const path = `${folder}/digits.gz`;
      const { write } = Deno.FsFile.prototype, { stat } = Deno;
      let written = 0;
      Deno.FsFile.prototype.write = function (bytes) {
        const full = Object.assign(new Error("No space left"), { code: "ENOSPC" });
        if (written === 1000) return Promise.reject(full);
        written = 1000;
        return write.call(this, bytes.subarray(0, 1000));
      };
      Deno.stat = (asked) =>
        String(asked).endsWith(".partial")
          ? Promise.reject(new Deno.errors.PermissionDenied("not any more"))
          : stat(asked);
      try {
        await assert.rejects(download(file, path, { mirrors: [mirror("good")] }), {
          name: "DownloadError",
          message:
            `Cannot download digits.gz as the disk of ${folder} is full: it must ` +
            `have room for 199 kB. 1.00 kB are kept in ${path}.partial; the next try goes ` +
            "on from there",
        });
      } finally {
        Deno.FsFile.prototype.write = write;
        Deno.stat = stat;
      }
      assert.equal((await Deno.stat(`${path}.partial`)).size, 1000);
    }),
);

testWith(
  { permissions },
  "a full disk that took no byte is named, and nothing is left of it",
  () =>
    withMirrors(async (_get, { folder, mirror }) => {
      const path = `${folder}/new/digits.gz`;
      const { write } = Deno.FsFile.prototype;
      Deno.FsFile.prototype.write = () =>
        Promise.reject(Object.assign(new Error("No space left"), { code: "ENOSPC" }));
      try {
        await assert.rejects(download(file, path, { mirrors: [mirror("good")] }), {
          message: `Cannot download digits.gz as the disk of ${folder}/new is full: it ` +
            "must have room for 200 kB",
        });
      } finally {
        Deno.FsFile.prototype.write = write;
      }
      assert.deepEqual(namesIn(`${folder}/new`), []);
    }),
);

testWith(
  { permissions },
  "a whole file that cannot get its name is named with what the system says, and is kept",
  () =>
    withMirrors(async (_get, { folder, mirror }) => {
      const path = `${folder}/digits.gz`;
      const { rename } = Deno;
      Deno.rename = () =>
        Promise.reject(Object.assign(new Error("Input/output error"), { code: "EIO" }));
      try {
        await assert.rejects(download(file, path, { mirrors: [mirror("good")] }), {
          name: "DownloadError",
          message: `Cannot download digits.gz as it cannot be saved in ${folder}: ` +
            "Input/output error",
        });
      } finally {
        Deno.rename = rename;
      }
      assertSame(await Deno.readFile(`${path}.partial`), content);
    }),
);
