import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fromFileUrl } from "@std/path";
import {
  type Answer,
  dropping,
  file as serving,
  partOf,
  rangeOf,
  withFileServer,
} from "../../test/file_server.ts";
import { testWith } from "../../test/test_with.ts";
import { download, DownloadError } from "./download.ts";
import type { PublishedFile } from "./download/published_file.ts";

const content = new Uint8Array(200_000).map((_, i) => (i * i) >> 3);
const changed = content.with(150_000, content[150_000] ^ 1);
const page = new TextEncoder().encode("<html>Please sign in</html>");
const half = 100_000;

const digestOf = (bytes: Uint8Array, algorithm = "sha256") =>
  createHash(algorithm).update(bytes).digest("hex");

const file: PublishedFile = {
  name: "digits.gz",
  bytes: content.length,
  sha256: digestOf(content),
};
const unpublished: PublishedFile = { name: "digits.gz" };

const forever = () => new Promise<void>((resolve) => setTimeout(resolve, 900));

/** Every way to answer that a mirror may have. */
const answers: Record<string, Answer> = {
  good: serving(content),
  tagged: serving(content, { etag: '"one"' }),
  missing: (_, { head }) => head("404 Not Found"),
  broken: (_, { head }) => head("500 Internal Server Error"),
  "busy once": ({ count, ...request }, reply) =>
    count === 1
      ? reply.head("503 Service Unavailable")
      : serving(content)({ count, ...request }, reply),
  page: serving(page, { type: "text/html; charset=utf-8" }),
  "page by another name": serving(page, { type: "application/octet-stream" }),
  "unannounced page": async (_, { head, body }) => {
    await head("200 OK");
    await body(page);
  },
  "elsewhere": (request, { head }) =>
    head("302 Found", { location: request.path.replace("elsewhere", "tagged") }),
  "sign-in": (request, { head }) =>
    head("302 Found", { location: request.path.replace("sign-in", "page") }),
  changed: serving(changed),
  short: serving(content.subarray(0, 199_999)),
  long: serving(new Uint8Array(5_000_000)),
  "unannounced short": async (_, { head, body }) => {
    await head("200 OK");
    await body(content.subarray(0, half));
  },
  "unannounced long": async (_, { head, body }) => {
    await head("200 OK");
    await body(content);
    await body(content);
  },
  "claims more": async (_, { head, body }) => {
    await head("200 OK", { "content-length": content.length + 5 });
    await body(content);
  },
  "claims less": async (_, { head, body }) => {
    await head("200 OK", { "content-length": half });
    await body(content);
  },
  dropped: dropping(content, { after: half }),
  "dropped without ranges": async (_, { head, body }) => {
    await head("200 OK", { "content-length": content.length });
    await body(content.subarray(0, half));
  },
  "drops once": dropping(content, { after: half, times: 1, etag: '"one"' }),
  stalled: async (_, { head, body }) => {
    await head("200 OK", { "content-length": content.length });
    await body(content.subarray(0, half));
    await forever();
  },
  silent: forever,
  slow: async (_, { head, body }) => {
    await head("200 OK", { "content-length": content.length });
    for (let at = 0; at < content.length; at += 40_000) {
      await body(content.subarray(at, at + 40_000));
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  },
  "without ranges": async (_, { head, body }) => {
    await head("200 OK", { "content-length": content.length });
    await body(content);
  },
  "another part": async (request, { head, body }) => {
    const { isPart } = partOf(request, content.length);
    if (!isPart) return await dropping(content, { after: half })(request, { head, body });
    await head("206 Partial Content", { "content-range": rangeOf(7, content.length) });
    await body(content.subarray(7));
  },
  "shifted part": async (request, { head, body }) => {
    const { from, isPart } = partOf(request, content.length);
    const headers = isPart && { "content-range": rangeOf(from, content.length) };
    await head(isPart ? "206 Partial Content" : "200 OK", {
      "content-length": content.length - from,
      ...headers,
    });
    await body(isPart ? new Uint8Array(content.length - from) : content);
  },
};

/** Runs a test against the server and an empty folder, with little patience. */
async function withServer(
  test: (
    get: (
      mirrors: string[],
      options?: Partial<Parameters<typeof download>[2]> & { file?: PublishedFile },
    ) => ReturnType<typeof download>,
    scene: {
      folder: string;
      path: string;
      mirror: (name: string) => string;
      ranges: () => (string | undefined)[];
      conditions: () => (string | undefined)[];
    },
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/digits.gz`;
  try {
    await withFileServer(answers, (mirror, asked) =>
      test(
        (names, { file: wanted = file, ...options } = {}) =>
          download(wanted, path, {
            mirrors: names.map(mirror),
            patience: 400,
            pauseBetweenRounds: 1,
            ...options,
          }),
        {
          folder,
          path,
          mirror,
          ranges: () => asked.map(({ headers }) => headers["range"]),
          conditions: () => asked.map(({ headers }) => headers["if-range"]),
        },
      ));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = (folder: string) =>
  Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

/** Without `assert`'s list of the differences, which takes minutes for so many. */
function assertSame(found: Uint8Array, expected: Uint8Array): void {
  assert.ok(found.length === expected.length, `${found.length} bytes`);
  const wrong = found.findIndex((value, i) => value !== expected[i]);
  assert.equal(wrong, -1, `wrong from byte ${wrong} on`);
}

const permissions: Deno.PermissionName[] = ["net", "read", "write"];
const downloadTest = (name: string, test: Parameters<typeof withServer>[0]) =>
  testWith({ permissions }, `download() ${name}`, () => withServer(test));

testWith(
  { permissions },
  "download() saves the file under its name, in a new folder",
  () =>
    withServer(async (_get, { folder, mirror }) => {
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
  "goes on at once where a mirror dropped the connection, of the same version only",
  async (get, { path, ranges, conditions }) => {
    const seen: number[] = [];
    await get(["drops once"], { rounds: 1, onProgress: ({ bytes }) => seen.push(bytes) });
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), [undefined, "bytes=100000-"]);
    assert.deepEqual(conditions(), [undefined, '"one"']);
    assert.equal(seen.at(-1), content.length);
    assert.ok(seen.every((bytes, i) => i === 0 || bytes > seen[i - 1]));
  },
);

downloadTest(
  "goes on where an earlier try ended, from another mirror, and says so",
  async (get, { path, ranges, conditions }) => {
    await assert.rejects(get(["stalled"], { rounds: 1 }), DownloadError);
    const notices: string[] = [];
    await get(["tagged"], { onNotice: (notice) => notices.push(notice) });
    assertSame(await Deno.readFile(path), content);
    // The mirror that got half of the way was asked once more, at once.
    const half = "bytes=100000-";
    assert.deepEqual(ranges(), [undefined, half, half]);
    assert.deepEqual(conditions(), [undefined, undefined, undefined]);
    assert.deepEqual(notices, ["Going on with digits.gz: 100 kB of 200 kB are there."]);
  },
);

downloadTest(
  "loses nothing to a mirror that cannot send parts and drops too",
  async (get, { path }) => {
    await Deno.writeFile(`${path}.partial`, content.subarray(0, 150_000));
    await assert.rejects(get(["dropped without ranges"], { rounds: 1 }), DownloadError);
    assertSame(await Deno.readFile(`${path}.partial`), content.slice(0, 150_000));
    await get(["without ranges"]);
    assertSame(await Deno.readFile(path), content);
  },
);

downloadTest(
  "begins anew where what was there turns out wrong",
  async (get, { path, ranges }) => {
    await Deno.writeFile(`${path}.partial`, new Uint8Array(half));
    await get(["tagged"], { rounds: 1 });
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), ["bytes=100000-", undefined]);
  },
);

downloadTest("begins anew where a mirror sends the wrong part", async (get, { path }) => {
  await Deno.writeFile(`${path}.partial`, content.subarray(0, half));
  await get(["shifted part"], { rounds: 1 });
  assertSame(await Deno.readFile(path), content);
});

for (const length of [content.length, content.length + 1]) {
  downloadTest(
    `ends also with a wrong partial file of ${length} bytes`,
    async (get, { path }) => {
      await Deno.writeFile(`${path}.partial`, new Uint8Array(length));
      await get(["tagged"], { rounds: 1 });
      assertSame(await Deno.readFile(path), content);
    },
  );
}

downloadTest(
  "needs no mirror for a partial file that is whole: the program was killed then",
  async (get, { path, ranges }) => {
    await Deno.writeFile(`${path}.partial`, content);
    await get(["missing"]);
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), []);
  },
);

for (const known of ["published", "unpublished"]) {
  testWith(
    { permissions },
    `download() never joins two versions of a file whose checksum is ${known}`,
    async () => {
      const folder = await Deno.makeTempDir();
      const other = content.map((value) => value ^ 255);
      const versions = serving(content, { etag: '"two"' });
      try {
        await withFileServer({ versions }, async (mirror, asked) => {
          const options = { mirrors: [mirror("versions")], rounds: 1, patience: 400 };
          const wanted = known === "published" ? file : unpublished;
          const path = `${folder}/digits.gz`;
          await Deno.writeFile(`${path}.partial`, other.subarray(0, half));
          const origin = { url: `${mirror("versions")}digits.gz`, validator: '"one"' };
          await Deno.writeTextFile(`${path}.partial.json`, JSON.stringify(origin));
          await download(wanted, path, options);
          assertSame(await Deno.readFile(path), content);
          assert.deepEqual(asked.map(({ headers }) => headers["if-range"]), ['"one"']);
        });
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  );
}

downloadTest(
  "of an unpublished file begins anew where nothing says which version is there",
  async (get, { path, ranges }) => {
    await Deno.writeFile(`${path}.partial`, new Uint8Array(half));
    await get(["tagged"], { file: unpublished });
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), [undefined]);
  },
);

downloadTest(
  "of an unpublished file takes the end from the mirror's word",
  async (_get, { path }) => {
    await Deno.writeFile(`${path}.partial`, content);
    const answer = { url: "", validator: '"one"' };
    await withFileServer({
      end: (_, { head }) =>
        head("416 Range Not Satisfiable", { "content-range": "bytes */200000" }),
    }, async (mirror) => {
      answer.url = `${mirror("end")}digits.gz`;
      await Deno.writeTextFile(`${path}.partial.json`, JSON.stringify(answer));
      await download(unpublished, path, { mirrors: [mirror("end")] });
    });
    assertSame(await Deno.readFile(path), content);
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

downloadTest(
  "stops at its signal with its reason, and the next try goes on",
  async (get, { path, ranges }) => {
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error("the reader stopped it"));
    await assert.rejects(
      get(["stalled"], { signal: stop.signal, onProgress }),
      /the reader stopped it/,
    );
    const kept = (await Deno.stat(`${path}.partial`)).size;
    assert.ok(kept > 0);
    await get(["tagged"]);
    assertSame(await Deno.readFile(path), content);
    assert.deepEqual(ranges(), [undefined, `bytes=${kept}-`]);
  },
);

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

testWith(
  { permissions: [...permissions, "run"] },
  "download() goes on where a killed process ended, which blocks nobody",
  () =>
    withServer(async (get, { path, mirror, ranges }) => {
      const program = `
        import { download } from "${new URL("download.ts", import.meta.url)}";
        await download(${JSON.stringify(file)}, ${JSON.stringify(path)}, {
          mirrors: ["${mirror("stalled")}"], patience: 60_000,
          onProgress: ({ bytes }) => { if (bytes === ${half}) console.log("half"); },
        });`;
      const child = new Deno.Command(Deno.execPath(), {
        args: ["eval", "--quiet", program],
        cwd: fromFileUrl(new URL("../..", import.meta.url)),
        stdout: "piped",
      }).spawn();
      for await (const _ of child.stdout) child.kill("SIGKILL");
      await child.status;
      await get(["tagged"]);
      assertSame(await Deno.readFile(path), content);
      assert.deepEqual(ranges(), [undefined, "bytes=100000-"]);
    }),
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
