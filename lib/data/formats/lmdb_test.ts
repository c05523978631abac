import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fromFileUrl } from "@std/path";
import { fuzz } from "../../../test/fuzz.ts";
import { python, testWith } from "../../../test/test_with.ts";
import { LmdbFile } from "./lmdb.ts";
import bytes from "./lmdb_fixture.mdb" with { type: "bytes" };
import { openRandomAccess, type RandomAccess, randomAccessTo } from "./random_access.ts";

const fixture = Uint8Array.from(bytes);
const PAGE = 4096;
/** Where a page that describes the database describes its tree. */
const MAIN = 16 + 24 + 48;

function open(content: Uint8Array): LmdbFile {
  return new LmdbFile(randomAccessTo(content, "data.mdb"));
}

/** Compares all entries with what the fixture's script says of them. */
function requireEntries(database: LmdbFile, count: number): void {
  const keys = [];
  for (const leaf of database.leaves()) {
    const entries = database.entries(leaf);
    assert.equal(entries.length, database.countOf(leaf));
    for (const entry of entries) {
      const digest = createHash("sha256").update(entry.key).digest();
      const value = database.value(entry);
      assert.equal(value.length, entry.size);
      assert.ok(value.every((byte, i) => byte === digest[i % 32]));
      keys.push(new TextDecoder().decode(entry.key));
    }
  }
  const expected = Array.from(
    { length: count },
    (_, i) => createHash("sha1").update(String(i)).digest("hex"),
  );
  assert.deepEqual(keys, expected.sort());
  assert.equal(database.count, count);
}

Deno.test("LmdbFile reads every entry that py-lmdb wrote, large values too", () => {
  requireEntries(open(fixture), 300);
});

testWith(
  { permissions: ["read", "write", "run"], parts: ["lmdb"] },
  "LmdbFile reads 20,000 entries that py-lmdb writes now, in a tree of three levels",
  async () => {
    const path = await Deno.makeTempFile({ suffix: ".mdb" });
    const script = fromFileUrl(new URL("lmdb_fixture.py", import.meta.url));
    const { success } = await new Deno.Command(python(), {
      args: [script, path, "20000"],
    }).output();
    assert.ok(success);
    const file = openRandomAccess(path);
    requireEntries(new LmdbFile(file), 20_000);
    file.close();
    await Deno.remove(path);
  },
);

Deno.test("leaves() reads only the pages above them, countOf() a header, value() its bytes", () => {
  const reads: [number, number][] = [];
  const inner = randomAccessTo(fixture);
  const file: RandomAccess = {
    ...inner,
    read: (start, length) => {
      reads.push([start, length]);
      return inner.read(start, length);
    },
  };
  const database = new LmdbFile(file);
  assert.deepEqual(reads.splice(0).map(([start]) => start), [0, PAGE]);
  const leaves = database.leaves();
  assert.ok(leaves.length > 2);
  assert.equal(reads.splice(0).length, 1, "the root");
  database.countOf(leaves[1]);
  assert.deepEqual(reads.splice(0), [[leaves[1] * PAGE, 16]]);
  const entry = database.entries(leaves[1])[0];
  database.value(entry);
  assert.deepEqual(reads.at(-1), [entry.offset, entry.size]);
});

Deno.test("LmdbFile says what is wrong: no LMDB, cut off, another version, no tree", () => {
  const refused = (content: Uint8Array, message: RegExp) =>
    assert.throws(() => open(content), { name: "RangeError", message });
  refused(new Uint8Array(8192), /is no 64-bit LMDB file: expected the mark beefc0de/);
  refused(fixture.slice(0, 5000), /cut off: expected \d+ bytes, found 5000/);
  refused(fixture.slice(0, -1), /cut off: expected \d+ bytes, found \d+/);
  refused(changed(20, 2, PAGE + 20, 2), /expected version 1, found 2/);
  refused(changed(41, 1, PAGE + 41, 1), /description is damaged/);
  for (const depth of [0, 33]) {
    const at = MAIN + 6;
    refused(changed(at, depth, PAGE + at, depth), /description .*: .* depth \d+, root/);
  }
  const root = MAIN + 41;
  refused(changed(root, 1, PAGE + root, 1), /description is damaged: .* root \d+ of/);
});

/** Where a page's entry stands. */
function nodeOf(page: number, index: number): number {
  return page * PAGE +
    new DataView(fixture.buffer).getUint16(page * PAGE + 16 + 2 * index, true);
}

Deno.test("a tree that leads out of the file, or to a page twice, is refused", () => {
  const view = new DataView(fixture.buffer);
  const at = view.getBigUint64(PAGE + 144, true) > view.getBigUint64(144, true)
    ? PAGE
    : 0;
  const root = Number(view.getBigUint64(at + MAIN + 40, true));
  const [first, second] = [nodeOf(root, 0), nodeOf(root, 1)];
  const leaves = (...changes: number[]) => open(changed(...changes)).leaves();
  const [page] = open(fixture).leaves();
  const twice = () => leaves(second, fixture[first], second + 1, fixture[first + 1]);
  assert.throws(twice, { message: new RegExp(`page ${page} stands in the tree twice$`) });
  const away = open(changed(first + 1, 0xff));
  const [gone] = away.leaves();
  const message = new RegExp(`page ${gone} is not one of the file's \\d+$`);
  assert.throws(() => away.entries(gone), { name: "RangeError", message });
});

Deno.test("an entry that is longer than its page, or a value than the file, is refused", () => {
  const [leaf, index] = open(fixture).leaves().flatMap((leaf) => {
    const index = open(fixture).entries(leaf).findIndex(({ size }) => size === 3000);
    return index < 0 ? [] : [[leaf, index]];
  })[0];
  const large = nodeOf(leaf, index);
  const entries = (...changes: number[]) => () => open(changed(...changes)).entries(leaf);
  const beyond = large + 8 + 40 + 1;
  assert.throws(entries(beyond, 0xff), /page \d+ has a value that leaves the file$/);
  const small = nodeOf(leaf, index === 0 ? 1 : 0);
  assert.throws(entries(small + 1, 0x10), /page \d+ has an entry that leaves the page$/);
});

Deno.test("a damaged page is named with its number", () => {
  const [leaf] = open(fixture).leaves();
  const at = leaf * PAGE;
  const damaged = (offset: number, value: number) => () =>
    open(changed(at + offset, value)).entries(leaf);
  assert.throws(damaged(0, 99), new RegExp(`page ${leaf} says that it is page 99`));
  assert.throws(damaged(10, 32), new RegExp(`page ${leaf} has flags 32`));
  assert.throws(damaged(13, 0xff), new RegExp(`page ${leaf} has \\d+ entries`));
  assert.throws(damaged(17, 0xff), new RegExp(`page ${leaf} has an entry that leaves`));
});

Deno.test("an empty database has no leaves", () => {
  const empty = fixture.slice(0, 2 * PAGE);
  for (const meta of [0, PAGE]) {
    const view = new DataView(empty.buffer, meta);
    view.setBigUint64(16 + 72 + 32, 0n, true);
    view.setBigUint64(16 + 72 + 40, 0xffffffffffffffffn, true);
    view.setBigUint64(16 + 120, 1n, true);
  }
  assert.deepEqual(open(empty).leaves(), []);
  assert.equal(open(empty).count, 0);
});

Deno.test("1,500 broken files end in entries or a RangeError, without large allocations", async () => {
  const small = fixture.slice();
  const result = await fuzz([small], (content) => {
    const database = open(content);
    for (const leaf of database.leaves().slice(0, 3)) {
      const [first, ...others] = database.entries(leaf);
      for (const entry of [first, others.at(-1)]) if (entry) database.value(entry);
    }
  }, { count: 1500, seed: 1 });
  assert.ok(result.accepted > 100 && result.refused > 100, JSON.stringify(result));
});

/** A copy with some bytes replaced: offset, value, offset, value, … */
function changed(...changes: number[]): Uint8Array {
  const copy = fixture.slice();
  for (let i = 0; i < changes.length; i += 2) copy[changes[i]] = changes[i + 1];
  return copy;
}
