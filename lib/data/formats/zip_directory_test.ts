import assert from "node:assert/strict";
import { fuzz } from "../../../test/fuzz.ts";
import { makeZip, type ZipEnd, type ZipPart } from "../../../test/make_zip.ts";
import { randomAccessTo } from "./random_access.ts";
import { readZipDirectory } from "./zip_directory.ts";
import { readZipEntry } from "./zip_entry.ts";

const parts: ZipPart[] = [
  { name: "a/", method: 0 },
  { name: "a/1.png", content: "one".repeat(50) },
  { name: "b/2.png", content: "two", method: 0 },
];

function list(bytes: Uint8Array) {
  const directory = readZipDirectory(randomAccessTo(bytes, "toy.zip"));
  return Array.from({ length: directory.count }, (_, i) => directory.entry(i));
}

for (
  const [what, end] of [
    ["an archive", {}],
    ["an archive with a comment that looks like its end", {
      comment: "PK\x05\x06".repeat(9),
    }],
    ["an archive with zip64 records", { isLarge: true }],
  ] as [string, ZipEnd][]
) {
  for (const isLarge of [false, true]) {
    const form = isLarge ? "64" : "32";
    Deno.test(`${what} lists its files, their places in ${form} bits`, () => {
      const bytes = makeZip(parts.map((part) => ({ ...part, isLarge })), end);
      const entries = list(bytes);
      assert.deepEqual(entries.map(({ name, size }) => [name, size]), [
        ["a/", 0],
        ["a/1.png", 150],
        ["b/2.png", 3],
      ]);
      assert.ok(entries[1].packedSize < 20);
      const content = readZipEntry(randomAccessTo(bytes), entries[2]);
      assert.equal(new TextDecoder().decode(content), "two");
    });
  }
}

Deno.test("links, passwords and methods are told as the archive has them", () => {
  const [link, secret] = list(makeZip([
    { name: "link.png", content: "/etc/passwd", mode: 0o120777 },
    { name: "secret.png", flags: 1, method: 12 },
  ]));
  assert.deepEqual([link.isLink, link.isEncrypted, link.method], [true, false, 8]);
  assert.deepEqual([secret.isLink, secret.isEncrypted, secret.method], [false, true, 12]);
});

Deno.test("what is no zip, is empty or cut off anywhere says what it is", () => {
  const refused = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => list(bytes), { name: "RangeError", message });
  const page = new TextEncoder().encode("<html>404 Not Found</html>");
  const cannot = "Cannot list toy.zip as it is no zip archive: expected 'PK' at its " +
    "beginning, found ";
  refused(page, new RegExp(`^${cannot}'<html>404 Not Fo'$`));
  refused(Uint8Array.of(35, 10, 0, 200), new RegExp(`^${cannot}'#···'$`));
  refused(new Uint8Array(0), /no zip archive: expected .*, found an empty file$/);
  const whole = makeZip(parts);
  for (let length = 4; length < whole.length; length++) {
    refused(whole.slice(0, length), /as it is cut off: .* found none: load it again$/);
  }
});

Deno.test("a directory that cannot be where or as long as it says is refused", () => {
  const change = (at: number, ...values: number[]) => {
    const bytes = makeZip(parts);
    bytes.set(values, bytes.length - 22 + at);
    return bytes;
  };
  const refused = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => list(bytes), { name: "RangeError", message });
  refused(change(16, 255, 255, 255, 0), /its directory must end before its end record/);
  refused(
    change(10, 255, 254),
    /must have room for its entries: expected 3002834, found/,
  );
  refused(change(10, 4), /must have room for its entries|entry 3 of its directory is/);
  refused(change(16, 1), /entry 0 of its directory is damaged/);
  const last = makeZip([{ name: "a.png", content: "x" }]);
  last[last.length - 22 - 46 - "a.png".length + 28] = 6;
  refused(last, /entry 0 of its directory is cut off: expected 52, found 51$/);
  refused(change(4, 1), /it must be one file: expected volume 1 of 1, found volume 2$/);
});

Deno.test("a zip64 field that is longer than its entry is not read", () => {
  const bytes = makeZip([{ name: "a.png", content: "x", isLarge: true }]);
  const entry = bytes.findIndex((_, at) =>
    String(bytes.subarray(at, at + 4)) === "80,75,1,2"
  );
  bytes[entry + 46 + "a.png".length + 2] = 0xff;
  assert.throws(() => list(bytes), /its files must not overlap: .* found 4294967295$/);
});

Deno.test("files that share their bytes, as in a zip bomb, are refused", () => {
  const content = new Uint8Array(1_000_000);
  const kernel: ZipPart = { name: "0.png", content };
  const shares = Array.from({ length: 20 }, (_, i) => ({
    name: `${i + 1}.png`,
    content,
    sameAs: 0,
  }));
  assert.equal(list(makeZip([kernel])).length, 1);
  assert.throws(() => list(makeZip([kernel, ...shares])), /its files must not overlap/);
});

Deno.test("3,000 seeded broken archives end in a list or a RangeError, with little memory", async () => {
  const sources = [
    makeZip(parts),
    makeZip(parts.map((part) => ({ ...part, isLarge: true })), { isLarge: true }),
    makeZip([{ name: "b.png", content: "x", mode: 0o120777 }], { comment: "PK" }),
  ];
  const parse = (bytes: Uint8Array) => {
    const file = randomAccessTo(bytes);
    const directory = readZipDirectory(file);
    for (let i = 0; i < directory.count; i++) {
      const entry = directory.entry(i);
      assert.equal(readZipEntry(file, entry).length, entry.size);
    }
  };
  const { accepted, refused } = await fuzz(sources, parse, { count: 3_000, seed: 21 });
  assert.ok(accepted > 100 && refused > 1_000, `${accepted} and ${refused}`);
});
