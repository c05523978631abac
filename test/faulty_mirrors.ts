/**
 * Mirrors with every fault that a mirror can have, for tests of downloads.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { download } from "../lib/data/download.ts";
import type { PublishedFile } from "../lib/data/download/published_file.ts";
import {
  type Answer,
  dropping,
  file as serving,
  partOf,
  rangeOf,
  withFileServer,
} from "./file_server.ts";
import { testWith } from "./test_with.ts";

/** What the good ones give. */
export const content = new Uint8Array(200_000).map((_, i) => (i * i) >> 3);
/** One bit of it is another. */
export const changed = content.with(150_000, content[150_000] ^ 1);
const page = new TextEncoder().encode("<html>Please sign in</html>");
/** The bytes that faulty ones give. */
export const half = 100_000;

/** The checksum of some bytes, in hexadecimal. */
export const digestOf = (bytes: Uint8Array, algorithm = "sha256") =>
  createHash(algorithm).update(bytes).digest("hex");

/** What is published of the content. */
export const file: PublishedFile = {
  name: "digits.gz",
  bytes: content.length,
  sha256: digestOf(content),
};
/** The same where nobody published anything. */
export const unpublished: PublishedFile = { name: "digits.gz" };

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
export async function withMirrors(
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

/** The files of a folder. */
export const namesIn = (folder: string) =>
  Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

/** Compares without `assert`'s list of the differences, which takes minutes for so many. */
export function assertSame(found: Uint8Array, expected: Uint8Array): void {
  assert.ok(found.length === expected.length, `${found.length} bytes`);
  const wrong = found.findIndex((value, i) => value !== expected[i]);
  assert.equal(wrong, -1, `wrong from byte ${wrong} on`);
}

/** What a download needs. */
export const permissions: Deno.PermissionName[] = ["net", "read", "write"];
/** A test of `download()` with all these mirrors. */
export const downloadTest = (name: string, test: Parameters<typeof withMirrors>[0]) =>
  testWith({ permissions }, `download() ${name}`, () => withMirrors(test));
