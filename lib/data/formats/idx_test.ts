import assert from "node:assert/strict";
import { fuzz } from "../../../test/fuzz.ts";
import { parseIdx, readIdx } from "./idx.ts";

const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]);
const images = Uint8Array.from(
  [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60],
);

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("parseIdx() reads labels and images, as a view of the file's bytes", () => {
  assert.deepEqual(parseIdx(labels), { shape: [3], data: Uint8Array.from([7, 2, 1]) });
  const { shape, data } = parseIdx(images);
  assert.deepEqual(shape, [2, 1, 3]);
  assert.deepEqual(Array.from(data), [10, 20, 30, 40, 50, 60]);
  assert.equal(data.buffer, images.buffer);
});

Deno.test("parseIdx() reads bytes that lie within a larger buffer", () => {
  const larger = new Uint8Array(40);
  larger.set(images, 5);
  assert.deepEqual(parseIdx(larger.subarray(5, 5 + images.length)).shape, [2, 1, 3]);
});

Deno.test("readIdx() reads plain and gzip alike", async () => {
  for (const bytes of [labels, images]) {
    assert.deepEqual(await readIdx(await gzip(bytes)), parseIdx(bytes));
    assert.deepEqual(await readIdx(bytes), parseIdx(bytes));
  }
});

Deno.test("parseIdx() refuses a file cut off anywhere, saying what it expected and found", () => {
  for (let length = 0; length < images.length; length++) {
    assert.throws(
      () => parseIdx(images.slice(0, length)),
      /is cut off: expected .*found/,
    );
  }
  assert.throws(() => parseIdx(images.slice(0, 21), "t10k-images"), {
    name: "RangeError",
    message:
      "Cannot read t10k-images as it is cut off: expected 22 bytes for 2×1×3, found 21",
  });
});

Deno.test("parseIdx() refuses bytes after the end and a wrong magic number", () => {
  assert.throws(
    () => parseIdx(Uint8Array.from([...labels, 5])),
    /has bytes after its end: expected 11 bytes for 3, found 12$/,
  );
  const floats = Uint8Array.from([0, 0, 13, 1, 0, 0, 0, 0]);
  assert.throws(() => parseIdx(floats), /no IDX array of bytes: .*, found 0 0 13 1$/);
  const page = new TextEncoder().encode("<html>404 Not Found</html>");
  assert.throws(() => parseIdx(page), /no IDX array of bytes/);
});

Deno.test("parseIdx() makes no allocation for sizes that the file cannot hold", () => {
  const huge = Uint8Array.from([0, 0, 8, 3, ...new Array(12).fill(255), 1, 2, 3]);
  assert.throws(() => parseIdx(huge), /is cut off: expected 7\.9\d+e\+28 bytes for/);
});

Deno.test("readIdx() refuses gzip data that are cut off anywhere or changed", async () => {
  const packed = await gzip(images);
  for (let length = 2; length < packed.length; length++) {
    await assert.rejects(readIdx(packed.slice(0, length)), RangeError);
  }
  const changed = packed.slice();
  changed[packed.length - 6] ^= 1; // in the checksum
  await assert.rejects(readIdx(changed), /is damaged: expected whole gzip data, found/);
});

Deno.test("readIdx() stops unpacking at a size that the header or gzip itself rules out", async () => {
  const long = new Uint8Array(10_000_000);
  long.set(labels);
  await assert.rejects(
    readIdx(await gzip(long)),
    /has bytes after its end: expected 11 bytes, found \d{1,7}$/,
  );
  const boast = new Uint8Array(100);
  boast.set([0, 0, 8, 3, 0, 255, 255, 255, 0, 0, 0, 28, 0, 0, 0, 28]);
  await assert.rejects(
    readIdx(await gzip(boast)),
    /claims 13153336576 bytes for 16777215×28×28: expected at most 1032 from each/,
  );
});

Deno.test("3,000 seeded broken files end in a result or a RangeError, with little memory", async () => {
  const sources = [labels, images, await gzip(labels), await gzip(images)];
  const parse = async (bytes: Uint8Array) => {
    const { shape, data } = await readIdx(bytes);
    assert.equal(data.length, shape.reduce((a, b) => a * b));
  };
  const { accepted, refused } = await fuzz(sources, parse, { count: 3_000, seed: 20 });
  assert.ok(accepted > 50 && refused > 2_000, `${accepted} and ${refused}`);
});
