import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { testWith } from "../../../test/test_with.ts";
import { fetchFrom } from "./fetch_from.ts";
import { MirrorError } from "./mirror_answer.ts";
import { PartialFile } from "./partial_file.ts";

const content = new Uint8Array(300_000).map((_, i) => (i * i) >> 3);
const sha256 = createHash("sha256").update(content).digest("hex");
const file = { name: "digits.gz", bytes: content.length, sha256 };

const fetchTest = (name: string, test: (partial: PartialFile) => Promise<void>) =>
  testWith({ permissions: ["read", "write"] }, name, async () => {
    const folder = await Deno.makeTempDir();
    const partial = await PartialFile.open(`${folder}/digits.gz`, "SHA-256");
    try {
      await test(partial);
    } finally {
      await partial.close();
      await Deno.remove(folder, { recursive: true });
    }
  });

/** Gives so many bytes an answer, then breaks off. */
const breaking = (bytes: number, asked: string[]): typeof fetch => (_, init) => {
  const range = new Headers(init?.headers).get("range") ?? "";
  asked.push(range);
  const from = Number(range.slice("bytes=".length, -1));
  let sent = false;
  const body = new ReadableStream({
    pull(stream) {
      if (sent) return stream.error(new Error("connection reset"));
      sent = true;
      const end = Math.min(from + bytes, content.length);
      stream.enqueue(content.slice(from, end));
      if (end === content.length) stream.close();
    },
  });
  const headers = {
    "content-range": `bytes ${from}-${content.length - 1}/${content.length}`,
  };
  return Promise.resolve(new Response(body, range ? { status: 206, headers } : {}));
};

fetchTest(
  "fetchFrom() asks on and on as long as a dropping mirror gets on",
  async (partial) => {
    const asked: string[] = [];
    const checksum = await fetchFrom("http://localhost/", {
      file,
      partial,
      fetch: breaking(100_000, asked),
    });
    assert.equal(checksum, sha256);
    assert.deepEqual(asked, ["", "bytes=100000-", "bytes=200000-"]);
  },
);

fetchTest(
  "fetchFrom() gives up a mirror that drops after a few bytes",
  async (partial) => {
    const asked: string[] = [];
    const fault = await fetchFrom("http://localhost/", {
      file,
      partial,
      fetch: breaking(1000, asked),
    });
    assert.ok(fault instanceof MirrorError);
    assert.equal(fault.message, "failed: connection reset");
    assert.ok(fault.isTemporary);
    assert.equal(asked.length, 1);
    assert.equal(partial.bytes, 1000);
  },
);

fetchTest(
  "fetchFrom() ends with a mirror whose bytes are wrong and which drops too",
  async (partial) => {
    const wrong = { ...file, sha256: "0".repeat(64) };
    const asked: string[] = [];
    const fault = await fetchFrom("http://localhost/", {
      file: wrong,
      partial,
      fetch: breaking(100_000, asked),
    });
    assert.ok(fault instanceof MirrorError && !fault.isTemporary);
    assert.equal(asked.length, 3);
    assert.equal(partial.bytes, 0);
  },
);
