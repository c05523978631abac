import assert from "node:assert/strict";
import { testWith } from "../../../test/test_with.ts";
import {
  checkFile,
  publishedChecksum,
  readChunks,
  rememberChecksum,
  startHash,
} from "./published_file.ts";

const bytes = new TextEncoder().encode("abc");
// FIPS 180-4's examples for "abc".
const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";

Deno.test("startHash() gives the standard's checksums of 'abc', in pieces too", () => {
  const hash = startHash("SHA-256");
  for (const byte of bytes) hash.update(Uint8Array.of(byte));
  assert.equal(hash.digest("hex"), sha256);
  const short = startHash("SHA-1");
  short.update(bytes);
  assert.equal(short.digest("hex"), sha1);
});

Deno.test("publishedChecksum() prefers SHA-256 and takes either case", () => {
  const name = "abc";
  assert.deepEqual(publishedChecksum({ name, sha1, sha256: sha256.toUpperCase() }), {
    algorithm: "SHA-256",
    hex: sha256,
  });
  assert.deepEqual(publishedChecksum({ name, sha1 }), { algorithm: "SHA-1", hex: sha1 });
  assert.equal(publishedChecksum({ name }), null);
});

const withFile = async (test: (path: string) => Promise<void>) => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/abc`, bytes);
    await test(`${folder}/abc`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const fileTest = (name: string, test: (path: string) => Promise<void>) =>
  testWith({ permissions: ["read", "write"] }, name, () => withFile(test));

fileTest("checkFile() tells right, wrong and absent files apart", async (path) => {
  const name = "abc";
  const checksum = { algorithm: "SHA-256", hex: sha256 };
  assert.deepEqual(await checkFile(path, { name, bytes: 3, sha256 }), {
    state: "right",
    checksum,
    isPublished: true,
  });
  assert.deepEqual(await checkFile(path, { name, bytes: 4, sha256 }), {
    state: "wrong",
    expected: "4 bytes",
    found: "3 bytes",
  });
  assert.deepEqual(await checkFile(path, { name, sha1: "0".repeat(40) }), {
    state: "wrong",
    expected: `the published SHA-1 ${"0".repeat(40)}`,
    found: sha1,
  });
  for (const absent of [`${path}d`, `${path}/abc`]) {
    assert.deepEqual(await checkFile(absent, { name }), { state: "absent" });
  }
});

fileTest(
  "checkFile() compares with what was remembered where nothing is published",
  async (path) => {
    const first = await checkFile(path, { name: "abc" });
    assert.deepEqual(first, {
      state: "right",
      checksum: { algorithm: "SHA-256", hex: sha256 },
      isPublished: false,
    });
    await rememberChecksum(path, sha256);
    assert.equal((await checkFile(path, { name: "abc" })).state, "right");
    await Deno.writeTextFile(path, "abd");
    assert.equal((await checkFile(path, { name: "abc" })).state, "wrong");
  },
);

fileTest("checkFile() says how far it is, and stops at its signal", async (path) => {
  const seen: number[] = [];
  await checkFile(path, { name: "abc" }, { onProgress: (read) => seen.push(read) });
  assert.deepEqual(seen, [3]);
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(checkFile(path, { name: "abc" }, { signal }), /enough/);
});

fileTest("readChunks() reads a file larger than one piece whole", async (path) => {
  const large = new Uint8Array(3_000_001).map((_, i) => i >> 4);
  await Deno.writeFile(path, large);
  const read: number[] = [];
  let at = 0;
  for await (const chunk of readChunks(path)) {
    assert.deepEqual(chunk, large.subarray(at, at += chunk.length));
    read.push(chunk.length);
  }
  assert.equal(at, large.length);
  assert.ok(read.length > 1);
});

fileTest(
  "rememberChecksum() writes the file's own name, as sha256sum does",
  async (path) => {
    // On Linux a backslash is a letter like any other.
    const named = Deno.build.os === "windows" ? path : `${path}\\abc`;
    await rememberChecksum(named, sha256);
    const name = Deno.build.os === "windows" ? "abc" : "abc\\abc";
    assert.equal(await Deno.readTextFile(`${named}.sha256`), `${sha256}  ${name}\n`);
  },
);
