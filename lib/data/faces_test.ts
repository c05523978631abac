import assert from "node:assert/strict";
import { drawFaces, type FaceSet } from "./faces.ts";
import { requireImageSet } from "./image_set.ts";

const size = 64 * 64 * 3;
const imageOf = (set: FaceSet, i: number) =>
  set.images.subarray(i * size, (i + 1) * size);

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

Deno.test("drawFaces() draws the same bytes for the same seed on every machine", async () => {
  const set = drawFaces({ count: 200, seed: 1 });
  requireImageSet(set, "test");
  assert.deepEqual(drawFaces({ count: 200, seed: 1 }).images, set.images);
  assert.notDeepEqual(drawFaces({ count: 200, seed: 2 }).images, set.images);
  assert.equal(
    await sha256(set.images),
    "4d9388aa3990c372a1bb4cdb0d88fa297ad8706b8ee437de0d073150168ae8c8",
  );
});

Deno.test("face i depends on the seed and i: a part of a set is drawn alone", () => {
  const all = drawFaces({ count: 20, seed: 3 });
  const part = drawFaces({ count: 5, seed: 3, first: 15 });
  assert.deepEqual(part.images, all.images.slice(15 * size));
  assert.deepEqual(part.labels, all.labels.slice(15));
  assert.deepEqual(part.attributesOf(2), all.attributesOf(17));
});

Deno.test("no two of 50,000 faces are equal", () => {
  const seen = new Set<string>();
  for (let first = 0; first < 50_000; first += 500) {
    const { images } = drawFaces({ count: 500, seed: 1, first });
    const words = new Uint32Array(images.buffer);
    for (let at = 0; at < words.length; at += size / 4) seen.add(hash(words, at));
  }
  assert.equal(seen.size, 50_000);
});

/** 64 bits of one image: that two of 50,000 meet by chance has odds of 1 to 10¹⁰. */
function hash(words: Uint32Array, at: number): string {
  let one = 1, other = 2;
  for (let i = at; i < at + size / 4; i++) {
    one = Math.imul(one ^ words[i], 0x01000193);
    other = Math.imul(other + words[i], 0x9e3779b1) ^ other >>> 15;
  }
  return `${one} ${other}`;
}

Deno.test("labels say who smiles, or any other attribute, as attributesOf() does", () => {
  const smiling = drawFaces({ count: 100 });
  assert.deepEqual(smiling.classNames, ["not smiling", "smiling"]);
  smiling.labels.forEach((label, i) =>
    assert.equal(label === 1, smiling.attributesOf(i).smiling)
  );
  const styles = drawFaces({ count: 100, label: "hairStyle" });
  assert.deepEqual(styles.images, smiling.images);
  styles.labels.forEach((label, i) =>
    assert.equal(styles.classNames[label], styles.attributesOf(i).hairStyle)
  );
});

Deno.test("fixed attributes hold for all faces and leave all others as they were", () => {
  const plain = drawFaces({ count: 50 });
  const changed = drawFaces({ count: 50, attributes: { glasses: true, skinTone: 2 } });
  for (let i = 0; i < 50; i++) {
    const expected = { ...plain.attributesOf(i), glasses: true, skinTone: 2 };
    assert.deepEqual(changed.attributesOf(i), expected);
    const { glasses, skinTone } = plain.attributesOf(i);
    const isSame = glasses && skinTone === 2;
    if (isSame) assert.deepEqual(imageOf(changed, i), imageOf(plain, i));
    else assert.notDeepEqual(imageOf(changed, i), imageOf(plain, i));
  }
});

Deno.test("drawFaces() refuses what it cannot draw", () => {
  assert.throws(() => drawFaces({ count: 0 }), {
    name: "RangeError",
    message:
      "Cannot draw faces as 'count' must be a positive integer: current value is 0",
  });
  assert.throws(
    () => drawFaces({ seed: 0.5 }),
    /'seed' must be .*: current value is 0\.5/,
  );
  assert.throws(() => drawFaces({ count: 1, first: -1 }), /'first' must be .* is -1/);
  assert.throws(() => drawFaces({ count: 2, first: 2 ** 32 - 1 }), /'first' must be/);
  assert.throws(
    () => drawFaces(JSON.parse(`{"label": "age"}`)),
    /'label' must be one of smiling, .* age/,
  );
  assert.throws(
    () => drawFaces(JSON.parse(`{"attributes": {"beard": "long"}}`)),
    /'beard' must be one/,
  );
});

Deno.test("attributesOf() refuses an index beyond the set", () => {
  const { attributesOf } = drawFaces({ count: 3 });
  assert.throws(() => attributesOf(3), {
    name: "RangeError",
    message: "Cannot tell a face's attributes as its index must be from 0 to 2: " +
      "current value is 3",
  });
});
