import assert from "node:assert/strict";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import { chooseBackend } from "../backend/choose_backend.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { type Classifier, trainClassifier } from "./classifier.ts";
import { recognisability } from "./recognisable.ts";

// A classifier learns in seconds on this backend, and in minutes on tfjs's own.
await chooseBackend({ backend: "wasm-simd", log: () => {} });

/** A classifier that has made up its mind before. */
function decided(labels: number[], confidences: number[]): Classifier {
  const result = {
    labels: Uint16Array.from(labels),
    confidences: Float32Array.from(confidences),
  };
  return { classify: () => Promise.resolve(result) } as unknown as Classifier;
}

const four: ImageBatch = { data: new Float32Array(4), shape: [4, 1, 1, 1] };

Deno.test("recognisability() counts confident images and the classes among them only", async () => {
  const classifier = decided([7, 7, 3, 1], [0.95, 0.91, 0.99, 0.5]);
  assert.deepEqual(await recognisability(classifier, four), {
    confidentShare: 0.75,
    classes: 2,
  });
  assert.deepEqual(await recognisability(classifier, four, { confidence: 0.4 }), {
    confidentShare: 1,
    classes: 3,
  });
  assert.deepEqual(await recognisability(classifier, four, { confidence: 1 }), {
    confidentShare: 0,
    classes: 0,
  });
});

Deno.test("recognisability() tells digits from noise", async () => {
  const classes = [0, 1, 4];
  const digits = (seed: number) =>
    resizeImages(drawDigits({ count: 96, seed, classes }), 16);
  const classifier = await trainClassifier(digits(1), { steps: 30, batchSize: 16 });
  const { images } = digits(2);
  const shape = [96, 16, 16, 1];
  const random = new RandomGenerator(1);
  const noise = Float32Array.from(images, () => random.uniform() * 2 - 1);
  const ofDigits = await recognisability(classifier, { data: images, shape });
  const ofNoise = await recognisability(classifier, { data: noise, shape });
  assert.equal(ofDigits.classes, 3);
  assert.ok(ofDigits.confidentShare > 0.5, `${ofDigits.confidentShare}`);
  assert.ok(ofNoise.confidentShare < ofDigits.confidentShare / 2);
  classifier.dispose();
});
