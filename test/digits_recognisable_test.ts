/**
 * The book's promise: after chapter 6 a person recognises the digits.
 *
 * A classifier that learned from the same set stands for the person. Chapter 6 itself
 * judges the samples of its whole training; here they must do after less of it, from
 * another seed. `digits_by_seed.ts` trains to the end from any seeds.
 */
import assert from "node:assert/strict";
import { imageBatchOf } from "../lib/artefacts/image_batch_of.ts";
import type { ImageBatch } from "../lib/artefacts/image_grid.ts";
import { chooseBackend } from "../lib/backend/choose_backend.ts";
import { drawDigits } from "../lib/data/digits.ts";
import { loadMnist } from "../lib/data/mnist.ts";
import { resizeImages } from "../lib/data/resize.ts";
import { type Classifier, trainClassifier } from "../lib/measure/classifier.ts";
import { recognisability } from "../lib/measure/recognisable.ts";
import { digitTraining } from "../lib/train/digit_training.ts";
import { samplesAfterTraining } from "./digits_by_seed.ts";
import { dataFolder, testWith } from "./test_with.ts";

await chooseBackend({ backend: "wasm-simd", log: () => {} });
const digits = resizeImages(drawDigits(), digitTraining.size);
let trained: Promise<Classifier> | undefined;

/** The classifier, trained when the first test asks for it, and for longer than usual. */
const classifier = () => trained ??= trainClassifier(digits, { steps: 1000 });

Deno.test("the classifier names 97 % of held-out digits rightly and is .9 sure of 97 %", async () => {
  const heldOut = resizeImages(drawDigits({ count: 1000, seed: 2 }), digitTraining.size);
  assert.ok(await (await classifier()).accuracy(heldOut) > 0.97);
  const heldOutImages = imageBatchOf(heldOut);
  const { confidentShare } = await recognisability(await classifier(), heldOutImages);
  assert.ok(confidentShare > 0.97, `${confidentShare}`);
});

Deno.test("after 2,000 of chapter 6's steps the classifier is .9 sure of 60 % of 64 samples and sees 8 digits among them", async () => {
  const samples = await samplesAfterTraining(digits, { seed: 2, steps: 2000 });
  await requireRecognisable(await classifier(), samples, 0.6);
});

testWith(
  { permissions: ["env", "read"], parts: ["mnist"] },
  "after 2,000 steps on MNIST's test images a classifier of them is .9 sure of 50 % of 64 samples and sees 8 digits among them",
  async () => {
    const folder = dataFolder();
    const set = await loadMnist({ split: "test", folder, download: false });
    assert.equal(set.count, 10_000);
    const images = resizeImages(set, digitTraining.size);
    const judge = await trainClassifier(images, { steps: 1000 });
    const samples = await samplesAfterTraining(images, { seed: 1, steps: 2000 });
    // Less than of drawn digits, as real hands vary more.
    await requireRecognisable(judge, samples, 0.5);
    judge.dispose();
  },
);

async function requireRecognisable(
  judge: Classifier,
  samples: ImageBatch,
  leastShare: number,
) {
  const { confidentShare, classes } = await recognisability(judge, samples);
  console.log(`sure of ${confidentShare}, ${classes} digits`);
  assert.ok(
    confidentShare >= leastShare,
    `sure of ${confidentShare} of the samples only`,
  );
  assert.ok(classes >= 8, `${classes} digits only`);
}
