import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../backend/choose_backend.ts";
import type { ImageSet } from "../data/image_set.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { trainClassHeads } from "./class_heads.ts";
import { mostProbable } from "./most_probable.ts";

await chooseBackend({ backend: "wasm-simd", log: () => {} });

const options = { batchSize: 8, learningRate: 2e-3, seed: 1, channels: [4, 4] as const };

/** Grey images of 8×8 whose left half has one of three levels, and whose right half one of two. */
function halves(count: number, seed: number) {
  const random = new RandomGenerator(seed);
  const images = new Uint8Array(count * 64);
  const [left, right] = [new Uint16Array(count), new Uint16Array(count)];
  for (let i = 0; i < count; i++) {
    left[i] = Math.floor(3 * random.uniform());
    right[i] = Math.floor(2 * random.uniform());
    for (let pixel = 0; pixel < 64; pixel++) {
      const level = pixel % 8 < 4 ? left[i] / 2 : right[i];
      images[64 * i + pixel] = 200 * level + 55 * random.uniform();
    }
  }
  const size = { count, height: 8, width: 8, channels: 1 };
  const set: ImageSet = {
    ...size,
    images,
    labels: null,
    classNames: null,
    origin: "here",
  };
  return {
    set,
    questions: [{ classes: 3, labels: left }, { classes: 2, labels: right }],
  };
}

Deno.test("trainClassHeads() learns to answer two questions about one image: over 97 % of each on held-out images", async () => {
  const known = halves(200, 1), heldOut = halves(200, 2);
  const heads = await trainClassHeads(known.set, known.questions, {
    ...options,
    steps: 150,
  });
  const images = { data: heldOut.set.images, shape: [200, 8, 8, 1] };
  const found = await heads.probabilities(images);
  found.forEach((probabilities, i) => {
    const { classes, labels } = heldOut.questions[i];
    assert.equal(probabilities.length, 200 * classes);
    const right = mostProbable(probabilities, 200).labels
      .filter((label, image) => label === labels[image]).length;
    assert.ok(right > .97 * 200, `question ${i}: ${right} of 200`);
  });
  heads.dispose();
});

Deno.test("probabilities() of each question add up to 1, to 1e-5, whatever the batch size", async () => {
  const { set, questions } = halves(20, 1);
  const heads = await trainClassHeads(set, questions, { ...options, steps: 2 });
  const images = { data: set.images, shape: [20, 8, 8, 1] };
  const whole = await heads.probabilities(images);
  const parts = await heads.probabilities(images, { batchSize: 7 });
  whole.forEach((probabilities, question) => {
    const { classes } = questions[question];
    for (let i = 0; i < 20; i++) {
      const sum = probabilities.slice(classes * i, classes * (i + 1)).reduce((a, b) =>
        a + b
      );
      assert.ok(Math.abs(sum - 1) < 1e-5);
    }
    probabilities.forEach((p, i) => assert.ok(Math.abs(p - parts[question][i]) < 1e-5));
  });
  heads.dispose();
});

Deno.test("ClassHeads leave nothing behind when they are disposed", async () => {
  const { set, questions } = halves(20, 1);
  const before = tf.memory().numTensors;
  const heads = await trainClassHeads(set, questions, { ...options, steps: 2 });
  await heads.probabilities({ data: set.images, shape: [20, 8, 8, 1] });
  heads.dispose();
  assert.equal(tf.memory().numTensors, before);
});
