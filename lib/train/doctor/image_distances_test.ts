import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../../tensor/random.ts";
import { normalTensor } from "../../tensor/random_tensor.ts";
import { countClusters, imageDistances, meanDistance } from "./image_distances.ts";

await tf.setBackend("cpu");

Deno.test("the distance of two images is the root of the mean squared difference", () => {
  const before = tf.memory().numTensors;
  const images = tf.tensor4d([-1, -1, 1, 1, -1, 1], [3, 1, 2, 1]);
  const distances = imageDistances(images);
  // By hand: black and white are 2 apart, half of either √(4/2).
  const expected = [0, 2, Math.SQRT2, 2, 0, Math.SQRT2, Math.SQRT2, Math.SQRT2, 0];
  const values = distances.dataSync();
  expected.forEach((value, i) => assert.ok(Math.abs(values[i] - value) < 1e-6));
  const mean = (2 + 2 * Math.SQRT2) / 3;
  assert.ok(Math.abs(meanDistance(values, 3) - mean) < 1e-6);
  tf.dispose([images, distances]);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("the distances agree with plain loops to 1e-6, also of images that hardly differ", () => {
  for (const deviation of [1, 1e-3]) {
    const random = new RandomGenerator(1);
    const images = tf.tidy(() =>
      tf.add(.9, normalTensor([5, 4, 4, 3], random, { deviation }))
    );
    const [distances, pixels] = [imageDistances(images), images.dataSync()];
    const actual = distances.dataSync();
    for (let a = 0; a < 5; a++) {
      for (let b = 0; b < 5; b++) {
        let sum = 0;
        for (let i = 0; i < 48; i++) {
          sum += (pixels[a * 48 + i] - pixels[b * 48 + i]) ** 2;
        }
        const off = Math.abs(actual[a * 5 + b] - Math.sqrt(sum / 48));
        assert.ok(off < 1e-6, `deviation ${deviation}: off by ${off}`);
      }
    }
    tf.dispose([images, distances]);
  }
});

Deno.test("a single image has the mean distance 0", () => {
  assert.equal(meanDistance([0], 1), 0);
});

Deno.test("clusters are chains of images nearer than the reach, in whatever order", () => {
  const places = [0, 10, 1, 11, 2, 30];
  const distances = places.flatMap((a) => places.map((b) => Math.abs(a - b)));
  assert.equal(countClusters(distances, 6, 1.5), 3);
  assert.equal(countClusters(distances, 6, 1), 6, "images at the reach itself differ");
  assert.equal(countClusters(distances, 6, 100), 1);
});

Deno.test("distances that are NaN join nothing", () => {
  assert.equal(countClusters([0, NaN, NaN, 0], 2, 1), 2);
});
