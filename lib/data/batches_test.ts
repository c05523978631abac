import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { type Batch, Batches } from "./batches.ts";
import type { ImageSet } from "./image_set.ts";

/** Image i has two pixels of value i, and label i. */
function numberedSet(count: number): ImageSet {
  return {
    images: Uint8Array.from({ length: 2 * count }, (_, i) => i >> 1),
    count,
    height: 2,
    width: 1,
    channels: 1,
    labels: Uint16Array.from({ length: count }, (_, i) => i),
    classNames: null,
    origin: "a test",
  };
}

/** The next batches' indices; their images are disposed. */
function take(batches: Batches, count: number): number[][] {
  return Array.from({ length: count }, () => indicesOf(batches.next()));
}

function indicesOf({ images, indices }: Batch): number[] {
  images.dispose();
  return Array.from(indices);
}

const open = (count: number, batchSize: number, seed: number, dropLast = true) =>
  new Batches(numberedSet(count), {
    batchSize,
    random: new RandomGenerator(seed),
    dropLast,
  });

Deno.test("an epoch has every image once, in a new order each epoch", () => {
  const batches = open(12, 4, 1);
  assert.equal(batches.batchesPerEpoch, 3);
  const epochs = [1, 2, 3].map(() => take(batches, 3).flat());
  const all = Array.from({ length: 12 }, (_, i) => i);
  for (const epoch of epochs) {
    assert.deepEqual(epoch.toSorted((a, b) => a - b), all);
  }
  assert.equal(new Set(epochs.map(String)).size, 3);
});

Deno.test("dropLast leaves out an incomplete batch; without it, the last one is smaller", () => {
  const dropping = open(10, 4, 1);
  const keeping = open(10, 4, 1, false);
  assert.equal(dropping.batchesPerEpoch, 2);
  assert.equal(keeping.batchesPerEpoch, 3);
  assert.deepEqual(take(dropping, 4).map((batch) => batch.length), [4, 4, 4, 4]);
  const kept = take(keeping, 3);
  assert.deepEqual(kept.map((batch) => batch.length), [4, 4, 2]);
  assert.equal(new Set(kept.flat()).size, 10);
});

Deno.test("each batch says how many epochs were complete before it", () => {
  const batches = open(10, 4, 1);
  const epochs = Array.from({ length: 5 }, () => {
    const batch = batches.next();
    batch.images.dispose();
    return batch.epoch;
  });
  assert.deepEqual(epochs, [0, 0, 1, 1, 2]);
});

Deno.test("the same seed gives the same order, another seed a different one", () => {
  assert.deepEqual(take(open(50, 7, 3), 20), take(open(50, 7, 3), 20));
  assert.notDeepEqual(take(open(50, 7, 3), 20), take(open(50, 7, 4), 20));
});

Deno.test("what the caller draws later does not change the order", () => {
  const random = new RandomGenerator(3);
  const batches = new Batches(numberedSet(50), { batchSize: 7, random });
  const drawn = Array.from({ length: 20 }, () => {
    random.normal();
    return indicesOf(batches.next());
  });
  assert.deepEqual(drawn, take(open(50, 7, 3), 20));
});

Deno.test("images and labels belong together; images are NHWC from −1 to 1", async () => {
  const set = numberedSet(256);
  const batches = new Batches(set, { batchSize: 64, random: new RandomGenerator(1) });
  const { images, labels, indices } = batches.next();
  assert.deepEqual(images.shape, [64, 2, 1, 1]);
  assert.deepEqual(Array.from(labels!), Array.from(indices));
  const values = await images.data();
  indices.forEach((index, i) => {
    assert.equal(values[2 * i], Math.fround(index / 127.5 - 1));
    assert.equal(values[2 * i + 1], values[2 * i]);
  });
  images.dispose();
});

Deno.test("a set without labels gives batches without labels", () => {
  const set = { ...numberedSet(4), labels: null };
  const batch = new Batches(set, { batchSize: 2, random: new RandomGenerator(1) }).next();
  assert.equal(batch.labels, null);
  batch.images.dispose();
});

Deno.test("a walk continues from its saved state with the same batches, epochs too", () => {
  for (const before of [0, 1, 2, 3, 7]) {
    const batches = open(10, 4, 5, false);
    take(batches, before);
    const saved = JSON.parse(JSON.stringify(batches.state()));
    const expected = take(batches, 8);
    const resumed = open(10, 4, 99, false);
    resumed.restore(saved);
    assert.deepEqual(take(resumed, 8), expected, `after ${before} batches`);
    assert.deepEqual(resumed.state(), batches.state());
  }
});

Deno.test("horizontal flips turn some images left to right, the same ones for the same seed", async () => {
  const count = 64;
  const set: ImageSet = {
    ...numberedSet(count),
    images: Uint8Array.from({ length: 2 * count }, (_, i) => i),
    height: 1,
    width: 2,
  };
  const draw = async (horizontalFlips: boolean) => {
    const random = new RandomGenerator(1);
    const batch = new Batches(set, { batchSize: count, random, horizontalFlips }).next();
    const values = await batch.images.data();
    batch.images.dispose();
    return { ...batch, values };
  };
  const [plain, flipped, again] = [await draw(false), await draw(true), await draw(true)];
  assert.deepEqual(flipped.indices, plain.indices);
  assert.deepEqual(flipped.values, again.values);
  const mirrored = Array.from(flipped.indices, (_, i) => {
    const [left, right] = plain.values.subarray(2 * i, 2 * i + 2);
    const pair = [...flipped.values.subarray(2 * i, 2 * i + 2)];
    const is = flipped.values[2 * i] !== left;
    assert.deepEqual(pair, is ? [right, left] : [left, right]);
    return is;
  });
  assert.ok(mirrored.includes(true) && mirrored.includes(false));
});

Deno.test("a batch leaves one tensor, its images, to the caller", () => {
  const batches = open(10, 4, 1);
  const before = tf.memory().numTensors;
  const { images } = batches.next();
  assert.equal(tf.memory().numTensors, before + 1);
  images.dispose();
  take(batches, 20);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("Batches refuses a batch size that does not fit, and a position beyond the set", () => {
  assert.throws(() => open(10, 11, 1), {
    name: "RangeError",
    message: "Cannot cut batches as 'batchSize' must be an integer from 1 to the set's " +
      "10 images: current value is 11; take smaller batches, or more images",
  });
  assert.throws(() => open(10, 0, 1), /current value is 0/);
  assert.throws(
    () => open(1, 2, 1),
    /from 1 to the set's only image: current value is 2/,
  );
  assert.equal(take(open(10, 11, 1, false), 1)[0].length, 10);
  const batches = open(10, 4, 1);
  const state = { ...batches.state(), position: 11 };
  assert.throws(() => batches.restore(state), /from 0 to 10: current value is 11/);
});
