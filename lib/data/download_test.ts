import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { testWith } from "../../test/test_with.ts";
import { download, DownloadError, type PublishedFile } from "./download.ts";

const content = new Uint8Array(100_000).map((_, i) => (i * i) >> 3);
const file: PublishedFile = {
  name: "digits.gz",
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
};

/** A mirror's ways to answer, each under its own path. */
const answers: Record<string, () => Response | Promise<Response>> = {
  good: () => new Response(content.slice()),
  missing: () => new Response("no such file", { status: 404 }),
  page: () => new Response("<html>Please sign in</html>"),
  changed: () => new Response(content.with(50_000, content[50_000] ^ 1)),
  short: () => new Response(content.slice(0, 99_999)),
  long: () => new Response(new Uint8Array(5_000_000)),
  dropped: () => new Response(streamOf((stream) => stream.error(new Error("drop")))),
  stalled: () => new Response(streamOf(() => {})),
  silent: () => new Promise(() => {}),
};

/** Half of the content, then what `then` does. */
function streamOf(then: (stream: ReadableStreamDefaultController) => void) {
  let sent = false;
  return new ReadableStream({
    pull(stream) {
      if (sent) return then(stream);
      sent = true;
      stream.enqueue(content.slice(0, 50_000));
    },
  });
}

/** Runs a test against a real server on this machine and an empty folder. */
async function withServer(
  test: (mirror: (answer: string) => string, folder: string) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      signal: stop.signal,
      onListen: () => {},
      onError: () => new Response(null, { status: 500 }),
    },
    (request) => answers[new URL(request.url).pathname.split("/")[1]](),
  );
  const folder = await Deno.makeTempDir();
  try {
    await test((answer) => `http://127.0.0.1:${server.addr.port}/${answer}/`, folder);
  } finally {
    stop.abort();
    await server.finished;
    await Deno.remove(folder, { recursive: true });
  }
}

const namesIn = (folder: string) =>
  Array.from(Deno.readDirSync(folder), ({ name }) => name);

const permissions: Deno.PermissionName[] = ["net", "read", "write"];

testWith(
  { permissions },
  "download() saves the file under its name, in a new folder",
  () =>
    withServer(async (mirror, folder) => {
      const path = `${folder}/new/digits.gz`;
      await download(file, path, { mirrors: [mirror("good")] });
      assert.deepEqual(await Deno.readFile(path), content);
      assert.deepEqual(namesIn(`${folder}/new`), ["digits.gz"]);
    }),
);

const faults: [string, RegExp][] = [
  ["missing", /answered 404/],
  ["page", /sent 27 bytes where 100000 were expected/],
  ["changed", /with SHA-256 [0-9a-f]{64} where [0-9a-f]{64} was expected/],
  ["short", /sent 99999 bytes where 100000 were expected/],
  ["long", /sent \d{6,7} or more bytes where 100000 were expected/],
  ["dropped", /failed: /],
  ["stalled", /sent nothing for 400 milliseconds/],
  ["silent", /sent nothing for 400 milliseconds/],
];

for (const [fault, message] of faults) {
  testWith(
    { permissions },
    `download() leaves nothing after a mirror whose answer is ${fault}, and says why`,
    () =>
      withServer(async (mirror, folder) => {
        const mirrors = [mirror(fault)];
        const path = `${folder}/digits.gz`;
        await assert.rejects(
          download(file, path, { mirrors, patience: 400 }),
          (error) => {
            assert.ok(error instanceof DownloadError);
            assert.match(error.message, message);
            assert.match(error.message, new RegExp(mirrors[0]));
            return true;
          },
        );
        assert.deepEqual(namesIn(folder), []);
      }),
  );
  testWith(
    { permissions },
    `download() goes on to the next mirror after one whose answer is ${fault}`,
    () =>
      withServer(async (mirror, folder) => {
        const mirrors = [mirror(fault), mirror("good")];
        await download(file, `${folder}/digits.gz`, { mirrors, patience: 400 });
        assert.deepEqual(await Deno.readFile(`${folder}/digits.gz`), content);
        assert.deepEqual(namesIn(folder), ["digits.gz"]);
      }),
  );
}

testWith(
  { permissions },
  "download() names every mirror and its fault when all fail",
  () =>
    withServer(async (mirror, folder) => {
      const refused = "http://127.0.0.1:1/";
      const mirrors = [mirror("missing"), mirror("short"), refused];
      await assert.rejects(
        download(file, `${folder}/digits.gz`, { mirrors }),
        new RegExp(
          `^DownloadError: Cannot download digits.gz as no mirror gave it: ${
            mirrors[0]
          } ` +
            `answered 404.*; ${mirrors[1]} sent 99999 bytes .*; ${refused} failed: `,
        ),
      );
    }),
);

testWith(
  { permissions },
  "download() stops at its signal, with its reason and no rest",
  () =>
    withServer(async (mirror, folder) => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(new Error("the reader stopped it")), 100);
      const mirrors = [mirror("stalled"), mirror("good")];
      await assert.rejects(
        download(file, `${folder}/digits.gz`, { mirrors, signal: stop.signal }),
        /the reader stopped it/,
      );
      assert.deepEqual(namesIn(folder), []);
    }),
);

testWith(
  { permissions },
  "download() keeps an earlier file when the new one fails",
  () =>
    withServer(async (mirror, folder) => {
      Deno.writeTextFileSync(`${folder}/digits.gz`, "earlier");
      const mirrors = [mirror("changed")];
      await assert.rejects(
        download(file, `${folder}/digits.gz`, { mirrors }),
        DownloadError,
      );
      assert.equal(Deno.readTextFileSync(`${folder}/digits.gz`), "earlier");
    }),
);

testWith(
  { permissions },
  "download() says that the folder cannot be made",
  () =>
    withServer(async (mirror, folder) => {
      Deno.writeTextFileSync(`${folder}/file`, "not a folder");
      const mirrors = [mirror("good")];
      await assert.rejects(
        download(file, `${folder}/file/digits.gz`, { mirrors }),
        /^DownloadError: Cannot download digits.gz as its folder .*file cannot be made: /,
      );
    }),
);
