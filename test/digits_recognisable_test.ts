/**
 * The book's promise: after chapter 5 a person recognises the digits.
 *
 * A classifier that learned from the same set stands for the person. It takes a few
 * minutes, so it stands outside of lib.
 */
import assert from "node:assert/strict";
import { chooseBackend } from "../lib/backend/choose_backend.ts";
import { drawDigits } from "../lib/data/digits.ts";
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
    const random = new RandomGenerator(seed);
    const generator = createGenerator({ ...digitTraining, random });
    const discriminator = createDiscriminator({ ...digitTraining, random });
    const latents = sampleLatents(64, digitTraining.latentSize, random);
    const options = { generator, discriminator, images: digits, seed, ...digitTraining };
    const started = performance.now();
    let steps = 0;
    for await (const { step } of train(options)) steps = step;
    assert.equal(steps, digitTraining.steps);
    const seconds = Math.round((performance.now() - started) / 1000);
    const images = await generateImages(generator, latents);
    const { confidentShare, classes } = await recognisability(await classifier(), images);
    console.log(`${seconds} s: sure of ${confidentShare}, ${classes} digits`);
    assert.ok(confidentShare >= 0.6, `sure of ${confidentShare} of the samples only`);
    assert.ok(classes >= 8, `${classes} digits only`);
    latents.dispose();
    generator.dispose();
    discriminator.dispose();
  });
}
