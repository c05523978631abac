import assert from "node:assert/strict";
import { dataFolder, testWith } from "../../test/test_with.ts";
import { drawDigits } from "./digits.ts";
import { readIdx } from "./formats/idx.ts";
import type { ImageSet } from "./image_set.ts";

const size = 28 * 28;
const imageOf = (set: ImageSet, i: number) =>
  set.images.subarray(i * size, (i + 1) * size);

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The share of `images` whose nearest class mean of `set` is their label. */
function nearestMeanAccuracy(
  set: ImageSet,
  images: Uint8Array,
  labels: Uint8Array | Uint16Array,
): number {
  const means = Array.from({ length: 10 }, () => new Float64Array(size));
  const counts = new Array(10).fill(0);
  set.labels!.forEach((label, i) => {
    counts[label]++;
    imageOf(set, i).forEach((value, pixel) => means[label][pixel] += value);
  });
  means.forEach((mean, label) => mean.forEach((sum, p) => mean[p] = sum / counts[label]));
  let right = 0;
  labels.forEach((label, i) => {
    const distances = means.map((mean) =>
      mean.reduce((sum, value, p) => sum + (value - images[i * size + p]) ** 2, 0)
    );
    if (distances.indexOf(Math.min(...distances)) === label) right++;
  });
  return right / labels.length;
}

Deno.test("drawDigits() draws the same bytes for the same seed on every machine", async () => {
  const set = drawDigits({ count: 1_000, seed: 1 });
  assert.deepEqual(drawDigits({ count: 1_000, seed: 1 }).images, set.images);
  assert.notDeepEqual(drawDigits({ count: 1_000, seed: 2 }).images, set.images);
  assert.equal(
    await sha256(set.images),
    "7e454f4435a2d844f769cf161a8a82a9c5f3de0fc8cf610a7fb6ec110f82391f",
  );
});

Deno.test("image i depends on the seed and i, not on how many are drawn", () => {
  const few = drawDigits({ count: 17, seed: 3 });
  const more = drawDigits({ count: 40, seed: 3 });
  assert.deepEqual(few.images, more.images.slice(0, 17 * size));
  assert.deepEqual(few.labels, more.labels!.slice(0, 17));
});

Deno.test("labels are balanced in each run of ten, and not in a fixed order", () => {
  const { labels } = drawDigits({ count: 200, seed: 1 });
  const runs = Array.from(
    { length: 20 },
    (_, i) => Array.from(labels!.slice(10 * i, 10 * i + 10)),
  );
  for (const run of runs) {
    assert.deepEqual(run.toSorted(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
  assert.equal(new Set(runs.map(String)).size, 20);
});

Deno.test("drawDigits() draws the classes asked for, under their own labels", () => {
  const { labels, classNames } = drawDigits({ count: 50, seed: 1, classes: [7, 3] });
  assert.deepEqual(new Set(labels), new Set([3, 7]));
  assert.equal(labels!.filter((label) => label === 7).length, 25);
  assert.equal(classNames![7], "7");
});

Deno.test("no two of 10,000 digits are equal, and hardly one reaches the image's border", () => {
  const set = drawDigits();
  assert.equal(set.count, 10_000);
  const seen = new Set<string>();
  let touching = 0;
  for (let i = 0; i < set.count; i++) {
    const image = imageOf(set, i);
    seen.add(String.fromCharCode(...image));
    if (
      image.some((value, p) =>
        value > 0 && (p < 28 || p >= size - 28 || p % 28 === 0 || p % 28 === 27)
      )
    ) touching++;
  }
  assert.equal(seen.size, 10_000);
  assert.ok(touching < 20, `${touching} reach it`);
});

Deno.test("every digit's ink is centred within 2 pixels of pixel 14, as MNIST's is", () => {
  const set = drawDigits({ count: 1_000 });
  for (let i = 0; i < set.count; i++) {
    let mass = 0, x = 0, y = 0;
    imageOf(set, i).forEach((value, p) => {
      mass += value;
      x += value * (p % 28);
      y += value * Math.floor(p / 28);
    });
    assert.ok(Math.abs(x / mass - 14) < 2 && Math.abs(y / mass - 14) < 2, `image ${i}`);
    // Between a thin 1 and a fat 8; MNIST's test digits have 17 to 327.
    assert.ok(mass / 255 > 17 && mass / 255 < 327, `image ${i} has ${mass / 255}`);
  }
});

Deno.test("the classes are separable: class means of one seed read another's within .8", () => {
  const other = drawDigits({ count: 1_000, seed: 2 });
  const accuracy = nearestMeanAccuracy(
    drawDigits({ count: 2_000 }),
    other.images,
    other.labels!,
  );
  assert.ok(accuracy > 0.8, `the accuracy is ${accuracy}`);
});

testWith(
  { permissions: ["env", "read"], parts: ["mnist"] },
  "class means of the embedded digits read 70 % of real handwriting (chance: 10 %)",
  async () => {
    const read = async (name: string) =>
      (await readIdx(Deno.readFileSync(`${dataFolder()}/mnist/${name}.gz`))).data;
    const images = await read("t10k-images-idx3-ubyte");
    const labels = await read("t10k-labels-idx1-ubyte");
    const accuracy = nearestMeanAccuracy(drawDigits(), images, labels);
    // Measured: 75.5 %; .70 leaves room for a better-looking hand.
    assert.ok(accuracy > 0.7, `the accuracy is ${accuracy}`);
  },
);

Deno.test("drawDigits() refuses what it cannot draw", () => {
  assert.throws(() => drawDigits({ count: 0 }), {
    name: "RangeError",
    message:
      "Cannot draw digits as 'count' must be a positive integer: current value is 0",
  });
  assert.throws(() => drawDigits({ seed: -1 }), /'seed' must be .*: current value is -1/);
  assert.throws(() => drawDigits({ classes: [3, 10] }), /current value is \[3, 10\]/);
  assert.throws(() => drawDigits({ classes: [3, 3] }), /current value is \[3, 3\]/);
  assert.throws(() => drawDigits({ classes: [] }), /at least one: current value is \[\]/);
});
