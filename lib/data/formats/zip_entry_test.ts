import assert from "node:assert/strict";
import { makeZip, type ZipPart } from "../../../test/make_zip.ts";
import { randomAccessTo } from "./random_access.ts";
import { readZipDirectory } from "./zip_directory.ts";
import { LARGEST_ENTRY, readZipEntry, readZipEntryStart } from "./zip_entry.ts";

function readFirst(bytes: Uint8Array): Uint8Array {
  const file = randomAccessTo(bytes, "toy.zip");
  return readZipEntry(file, readZipDirectory(file).entry(0));
}

const refused = (part: Partial<ZipPart>, message: RegExp) =>
  assert.throws(
    () => readFirst(makeZip([{ name: "1.png", content: "one", ...part }])),
    { name: "RangeError", message },
  );

Deno.test("stored, deflated and empty files come out as they went in", () => {
  for (const method of [0, 8]) {
    for (const content of ["", "one", "long ".repeat(10_000)]) {
      const bytes = readFirst(makeZip([{ name: "1.png", content, method }]));
      assert.equal(new TextDecoder().decode(bytes), content);
    }
  }
});

Deno.test("encrypted files and unknown methods say what they are", () => {
  refused({ flags: 1 }, /^Cannot read 1.png of toy.zip as it is encrypted: unpack/);
  refused({ method: 12 }, /by method 12: expected 0 \(stored\) or 8 \(deflate\)$/);
});

Deno.test("a declared size above 64 MB, or 200 times the packed one, is refused unread", () => {
  refused({ size: LARGEST_ENTRY + 1 }, /too large: expected at most 67108864 bytes/);
  // Zeros deflate to a thousandth.
  const zeros = (length: number) => ({ content: new Uint8Array(length) });
  refused(zeros(2_000_000), /zip bomb: expected at most 200 to 1, found 2000000 bytes/);
  assert.equal(
    readFirst(makeZip([{ name: "1.png", ...zeros(1_000_000) }])).length,
    1e6,
  );
});

Deno.test("a file that unpacks to more or less than it declares is stopped there", () => {
  const content = new Uint8Array(1_000_000);
  refused({ content, size: 1_000 }, /unpacks to more than it declares: expected 1000/);
  refused({ content, size: 0 }, /unpacks to more|length is not as declared/);
  refused({ size: 4 }, /length is not as declared: expected 4 bytes, found 3$/);
  refused({ method: 0, size: 4 }, /it is damaged: stored in 3 bytes, it declares 4$/);
});

Deno.test("a wrong checksum and damaged bytes are refused", () => {
  refused(
    { crc: 0x12345678 },
    /bytes have changed: expected CRC-32 12345678, found 7a6c/,
  );
  const bytes = makeZip([{ name: "1.png", content: "one".repeat(100) }]);
  bytes[30 + 5 + 2] ^= 0x55;
  assert.throws(
    () => readFirst(bytes),
    /^RangeError: Cannot read 1.png of toy.zip as it/,
  );
  const header = makeZip([{ name: "1.png", content: "one" }]);
  header[0] = 0;
  assert.throws(() => readFirst(header), /its header is damaged/);
});

Deno.test("the first bytes are had without the rest, also where the rest is damaged", () => {
  // Noise, which makes deflate write its largest code tables.
  let state = 1;
  const noise = Uint8Array.from({ length: 50_000 }, () => {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    return (state >>> 16 & 255) >> (state >>> 28 & 7);
  });
  for (const method of [0, 8]) {
    for (const content of [noise, new Uint8Array(3e5), Uint8Array.of(1, 2, 3)]) {
      const archive = makeZip([{ name: "1", content, method, crc: 1 }]);
      const file = randomAccessTo(archive, "toy.zip");
      const first = readZipEntryStart(file, readZipDirectory(file).entry(0), 12);
      assert.deepEqual([...first], [...content.subarray(0, 12)]);
    }
  }
});
