import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../backend/choose_backend.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { toSignedUnit } from "../data/normalise.ts";
import { trainClassifier } from "./classifier.ts";

// A classifier learns in seconds on this backend, and in minutes on tfjs's own.
await chooseBackend({ backend: "wasm-simd", log: () => {} });

/** Zeros and ones, 16×16: a set that a classifier learns in a moment. */
const zerosAndOnes = (seed: number) =>
  resizeImages(drawDigits({ count: 64, seed, classes: [0, 1] }), 16);

for (const size of [28, 32]) {
  Deno.test(`trainClassifier() learns digits of ${size} pixels: over 97 % of held-out ones are right`, async () => {
    const classifier = await trainClassifier(
      resizeImages(drawDigits({ count: 4000, seed: 1 }), size),
      { steps: 150 },
    );
    const heldOut = resizeImages(drawDigits({ count: 1000, seed: 2 }), size);
    const accuracy = await classifier.accuracy(heldOut);
    assert.ok(accuracy > 0.97, `only ${accuracy} are right`);
    classifier.dispose();
  });
}

Deno.test("classify() says a class and its probability, the same for bytes and for [−1, 1]", async () => {
  const set = zerosAndOnes(1);
  const classifier = await trainClassifier(set, { steps: 15, batchSize: 16 });
  const shape = [set.count, 16, 16, 1];
  const ofBytes = await classifier.classify({ data: set.images, shape });
  const ofFloats = await classifier.classify({ data: toSignedUnit(set.images), shape });
  assert.deepEqual(ofBytes, ofFloats);
  assert.equal(ofBytes.labels.length, 64);
  assert.ok(ofBytes.labels.every((label) => label === 0 || label === 1));
  assert.ok(ofBytes.confidences.every((p) => p >= 0.5 - 1e-6 && p <= 1));
  const right = ofBytes.labels.filter((label, i) => label === set.labels![i]).length;
  assert.equal(await classifier.accuracy(set), right / 64);
  assert.ok(right > 60, `${right} of 64`);
  classifier.dispose();
});

Deno.test("classify() gives the same whatever the batch size", async () => {
  const set = zerosAndOnes(2);
  const classifier = await trainClassifier(set, { steps: 2, batchSize: 16 });
  const images = { data: set.images, shape: [set.count, 16, 16, 1] };
  const whole = await classifier.classify(images);
  const parts = await classifier.classify(images, { batchSize: 7 });
  assert.deepEqual(parts.labels, whole.labels);
  whole.confidences.forEach((p, i) =>
    assert.ok(Math.abs(p - parts.confidences[i]) < 1e-6)
  );
  classifier.dispose();
});

Deno.test("trainClassifier() is the same for the same seed, and stops at its signal", async () => {
  const set = zerosAndOnes(1);
  const confidences = async (seed: number, signal?: AbortSignal) => {
    const classifier = await trainClassifier(set, {
      steps: 3,
      batchSize: 8,
      seed,
      signal,
    });
    const shape = [set.count, 16, 16, 1];
    const result = await classifier.classify({ data: set.images, shape });
    classifier.dispose();
    return result.confidences;
  };
  assert.deepEqual(await confidences(1), await confidences(1));
  assert.notDeepEqual(await confidences(1), await confidences(2));
  const untrained = await confidences(1, AbortSignal.abort());
  assert.notDeepEqual(untrained, await confidences(1));
});

Deno.test("a classifier that was stopped before its first step still names classes", async () => {
  const set = zerosAndOnes(1);
  const signal = AbortSignal.abort(new Error("Stop was pressed"));
  const classifier = await trainClassifier(set, { signal });
  const shape = [set.count, 16, 16, 1];
  const { labels, confidences } = await classifier.classify({ data: set.images, shape });
  classifier.dispose();
  assert.equal(labels.length, set.count);
  assert.ok(labels.every((label) => label === 0 || label === 1));
  assert.ok(confidences.every((share) => share >= 0.5 && share <= 1));
});

Deno.test("a classifier leaves nothing behind when it is disposed", async () => {
  const set = zerosAndOnes(1);
  const before = tf.memory().numTensors;
  const classifier = await trainClassifier(set, { steps: 3, batchSize: 8 });
  await classifier.accuracy(set);
  classifier.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("trainClassifier() leaves nothing behind when its training fails", async () => {
  const signal = Object.defineProperty(new AbortController().signal, "aborted", {
    get: () => {
      throw new Error("in the middle");
    },
  });
  const before = tf.memory().numTensors;
  const training = trainClassifier(zerosAndOnes(1), { steps: 3, batchSize: 8, signal });
  await assert.rejects(training, /in the middle/);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("trainClassifier() and classify() refuse what they cannot use", async () => {
  const set = zerosAndOnes(1);
  await assert.rejects(trainClassifier({ ...set, labels: null }), {
    name: "RangeError",
    message: /as the set must have labels: it has none \(embedded digits/,
  });
  await assert.rejects(
    trainClassifier(resizeImages(set, 18)),
    /sides must divide by 4: current size is 18 × 18/,
  );
  for (const steps of [-1, NaN]) {
    await assert.rejects(trainClassifier(set, { steps }), {
      name: "RangeError",
      message: "Cannot train a classifier as 'steps' must be a whole number from 0: " +
        `current value is ${steps}`,
    });
  }
  const classifier = await trainClassifier(set, { steps: 0 });
  const shape = [set.count, 16, 16, 1];
  await assert.rejects(
    classifier.classify({ data: set.images, shape }, { batchSize: 0 }),
    /'batchSize' must be a positive integer: current value is 0/,
  );
  await assert.rejects(
    classifier.classify({ data: new Float32Array(25), shape: [1, 5, 5, 1] }),
    /'images' must have shape \[count, 16, 16, 1\]: current shape is \[1, 5, 5, 1\]/,
  );
  classifier.dispose();
});
