import assert from "node:assert/strict";
import { fuzz } from "../../../test/fuzz.ts";
import fixture from "../pillow.json" with { type: "json" };
import { readJpegSize } from "./jpeg_header.ts";

const START = [0xff, 0xd8];
const JFIF = segment(0xe0, [..."JFIF\0"].map((c) => c.charCodeAt(0)));
const SCAN = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 17, 18, 0xff, 0xd9];

/** A segment of a JPEG: marker, length and content. */
function segment(marker: number, content: number[]): number[] {
  const length = content.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...content];
}

/** A frame of 300 × 200 in grey, or what is said. */
function frame({ marker = 0xc0, bits = 8, height = [0, 200], components = 1 } = {}) {
  const each = new Array(components).fill([1, 0x11, 0]).flat();
  return segment(marker, [bits, ...height, 1, 44, components, ...each]);
}

const file = (...parts: number[][]) => Uint8Array.from([START, ...parts].flat());
const good = file(JFIF, frame(), SCAN);

Deno.test("readJpegSize() finds the size behind other segments, baseline and progressive", () => {
  const size = { width: 300, height: 200 };
  assert.deepEqual(readJpegSize(good), size);
  const comment = segment(0xfe, new Array(1000).fill(0xc0));
  assert.deepEqual(readJpegSize(file(JFIF, comment, frame(), SCAN)), size);
  const tables = segment(0xc4, [0, 1, 2]);
  assert.deepEqual(readJpegSize(file(frame({ marker: 0xc2 }), tables, SCAN)), size);
  assert.deepEqual(readJpegSize(file(frame({ components: 3 }), SCAN)), size);
});

Deno.test("readJpegSize() reads bytes that lie within a larger buffer", () => {
  const larger = new Uint8Array(200).fill(0xff);
  larger.set(good, 7);
  const found = readJpegSize(larger.subarray(7, 7 + good.length));
  assert.deepEqual(found, { width: 300, height: 200 });
});

Deno.test("readJpegSize() reads Pillow's JPEGs, and no PNG", () => {
  for (const { name, file } of fixture) {
    const [, width, height] = /(\d+) × (\d+)/.exec(name)!.map(Number);
    const expected = name.includes("JPEG") ? { width, height } : null;
    assert.deepEqual(readJpegSize(Uint8Array.fromBase64(file)), expected, name);
  }
});

Deno.test("readJpegSize() leaves EXIF, XMP and profiles to the decoder, also behind the size", () => {
  for (const marker of [0xe1, 0xe2]) {
    const notes = segment(marker, [1, 2, 3]);
    assert.equal(readJpegSize(file(JFIF, notes, frame(), SCAN)), null);
    assert.equal(readJpegSize(file(JFIF, frame(), notes, SCAN)), null);
  }
});

Deno.test("readJpegSize() leaves rare kinds of JPEG to the decoder", () => {
  const rare: Record<string, number[][]> = {
    "12 bits": [frame({ bits: 12 })],
    "CMYK": [frame({ components: 4 })],
    "lossless": [frame({ marker: 0xc3 })],
    "arithmetic code": [frame({ marker: 0xc9 })],
    "no height yet": [frame({ height: [0, 0] })],
    "two frames": [frame(), frame()],
    "no frame": [],
    "garbage between segments": [frame(), [0, 0]],
    "more components than said": [segment(0xc0, [8, 0, 1, 0, 1, 1, 0, 0, 0, 0])],
    "a segment shorter than its length": [[0xff, 0xfe, 0, 1]],
  };
  for (const [name, parts] of Object.entries(rare)) {
    assert.equal(readJpegSize(file(...parts, SCAN)), null, name);
  }
});

Deno.test("readJpegSize() gives no size of a file that is cut off before its first scan", () => {
  const scanEnds = good.length - 4;
  for (let length = 0; length < scanEnds; length++) {
    assert.equal(readJpegSize(good.subarray(0, length)), null, `${length} bytes`);
  }
  assert.notEqual(readJpegSize(good.subarray(0, scanEnds)), null);
});

Deno.test("readJpegSize() gives a size within 65,535 or none for 5,000 broken files", async () => {
  let found = 0;
  const parse = (bytes: Uint8Array) => {
    const size = readJpegSize(bytes);
    if (size === null) return;
    found++;
    for (const side of Object.values(size)) assert.ok(side >= 1 && side <= 65_535);
  };
  const jpegs = fixture.filter(({ name }) => name.includes("JPEG"))
    .map(({ file }) => Uint8Array.fromBase64(file).subarray(0, 1000).slice());
  const sources = [good, ...jpegs];
  const { refused } = await fuzz(sources, parse, { count: 5_000, seed: 31 });
  assert.equal(refused, 0);
  assert.ok(found > 500 && found < 4_500, `${found} had a size`);
});
