/**
 * The book's promise: after chapter 6 a person recognises the digits.
 *
 * A classifier that learned from the same set stands for the person. It takes a few
 * minutes, so it stands outside of lib.
 */
import assert from "node:assert/strict";
import type { ImageBatch } from "../lib/artefacts/image_grid.ts";
import { chooseBackend } from "../lib/backend/choose_backend.ts";
import { drawDigits } from "../lib/data/digits.ts";
import type { ImageSet } from "../lib/data/image_set.ts";
import { loadMnist } from "../lib/data/mnist.ts";
import { resizeImages } from "../lib/data/resize.ts";
import { generateImages } from "../lib/latent/generate.ts";
import { sampleLatents } from "../lib/latent/sample.ts";
import { type Classifier, trainClassifier } from "../lib/measure/classifier.ts";
import { recognisability } from "../lib/measure/recognisable.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { digitTraining } from "../lib/train/digit_training.ts";
import { train } from "../lib/train/trainer.ts";
import { dataFolder, testWith } from "./test_with.ts";

await chooseBackend({ backend: "wasm-simd", log: () => {} });
const digits = resizeImages(drawDigits(), digitTraining.size);
let trained: Promise<Classifier> | undefined;

/** The classifier, trained when the first test asks for it, and for longer than usual. */
const classifier = () => trained ??= trainClassifier(digits, { steps: 2000 });

Deno.test("the classifier names 97 % of held-out digits rightly and is .9 sure of 97 %", async () => {
  const heldOut = resizeImages(drawDigits({ count: 1000, seed: 2 }), digitTraining.size);
  const { count, height, width, channels, images } = heldOut;
  assert.ok(await (await classifier()).accuracy(heldOut) > 0.97);
  const shape = [count, height, width, channels];
  const heldOutImages = { data: images, shape };
  const { confidentShare } = await recognisability(await classifier(), heldOutImages);
  assert.ok(confidentShare > 0.97, `${confidentShare}`);
});

for (const seed of [1, 2, 3]) {
  Deno.test(`seed ${seed}: the classifier is .9 sure of 60 % of 64 samples and sees 8 digits among them`, async () => {
    const samples = await samplesAfterTraining(digits, seed);
    await requireRecognisable(await classifier(), samples, 0.6);
  });
}

testWith(
  { permissions: ["env", "read"], parts: ["mnist"] },
  "MNIST's test images: a classifier of them is .9 sure of 50 % of 64 samples and sees 8 digits among them",
  async () => {
    const folder = dataFolder();
    const set = await loadMnist({ split: "test", folder, download: false });
    assert.equal(set.count, 10_000);
    const images = resizeImages(set, digitTraining.size);
    const judge = await trainClassifier(images, { steps: 2000 });
    // Less than of drawn digits, as real hands vary more: .70 were reached.
    await requireRecognisable(judge, await samplesAfterTraining(images, 1), 0.5);
    judge.dispose();
  },
);

/** What 64 latents become after as much training as chapter 6's. */
async function samplesAfterTraining(images: ImageSet, seed: number): Promise<ImageBatch> {
  const random = new RandomGenerator(seed);
  const generator = createGenerator({ ...digitTraining, random });
  const discriminator = createDiscriminator({ ...digitTraining, random });
  const latents = sampleLatents(64, digitTraining.latentSize, random);
  const options = { generator, discriminator, images, seed, ...digitTraining };
  const started = performance.now();
  let steps = 0;
  for await (const { step } of train(options)) steps = step;
  assert.equal(steps, digitTraining.steps);
  console.log(`trained for ${Math.round((performance.now() - started) / 1000)} s`);
  const samples = await generateImages(generator, latents);
  latents.dispose();
  generator.dispose();
  discriminator.dispose();
  return samples;
}

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
