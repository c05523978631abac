import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";
import { Adam } from "./adam.ts";
import type { LossForm } from "./losses.ts";
import { accuracies, gradientNorm } from "./step_diagnosis.ts";
import { trainStep } from "./train_step.ts";

Deno.test("accuracies() judge real what has a logit above 0, and leave two scalars", () => {
  const before = tf.memory().numTensors;
  const logits = [tf.tensor2d([[1], [-1], [0], [2]]), tf.tensor2d([[0], [3], [-1]])];
  const [real, fake] = accuracies(logits[0], logits[1]);
  assert.equal(tf.memory().numTensors, before + 4);
  assert.equal(real.dataSync()[0], .5);
  assert.ok(Math.abs(fake.dataSync()[0] - 2 / 3) < 1e-6);
  tf.dispose([logits, real, fake]);
});

Deno.test("gradientNorm() is √ of the sum of all squares: 3, 4 and 12 give 13", () => {
  tf.tidy(() => {
    const norm = gradientNorm([tf.tensor1d([3, -4]), tf.tensor2d([[12]])]);
    assert.ok(Math.abs(norm.dataSync()[0] - 13) < 1e-5);
  });
});

/** Two small networks, their optimisers and one batch. */
function example() {
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 2, channels: 1, random };
  const generator = createGenerator({ ...sizes, latentSize: 5 });
  const discriminator = createDiscriminator(sizes);
  const constants = { learningRate: 2e-3, beta1: .5, beta2: .999, epsilon: 1e-8 };
  const parts = {
    generator,
    discriminator,
    generatorOptimiser: new Adam(generator.trainable, constants),
    discriminatorOptimiser: new Adam(discriminator.trainable, constants),
    realImages: uniformTensor([3, 16, 16, 1], random, { low: -1, high: 1 }),
    latents: normalTensor([3, 5], random),
  };
  const dispose = () => Object.values(parts).forEach((part) => part.dispose());
  return { ...parts, dispose };
}

/** Keeps what an optimiser is given, as plain numbers. */
function listen(optimiser: Adam): number[] {
  const heard: number[] = [];
  const apply = optimiser.apply.bind(optimiser);
  optimiser.apply = (gradients) => {
    heard.push(...gradients.flatMap((gradient) => [...gradient.dataSync()]));
    apply(gradients);
  };
  return heard;
}

for (const reduction of ["mean", "sum"] as const) {
  Deno.test(`diagnose tells the norms of the gradients that Adam gets (${reduction}), to 1e-5`, async () => {
    const step = example();
    const heard = [step.discriminatorOptimiser, step.generatorOptimiser].map(listen);
    const loss: LossForm = { reduction, halves: "added" };
    const result = await trainStep({ ...step, loss, diagnose: true });
    const [normD, normG] = heard.map((gradient) => Math.hypot(...gradient));
    assert.ok(Math.abs(result.gradientNormD! / normD - 1) < 1e-5);
    assert.ok(Math.abs(result.gradientNormG! / normG - 1) < 1e-5);
    step.dispose();
  });
}

Deno.test("diagnose changes nothing else: the same numbers, and they leave no tensor", async () => {
  const [plain, diagnosed] = [example(), example()];
  const before = tf.memory().numTensors;
  for (const fakeBatch of ["reused", "computedAgain"] as const) {
    const expected = await trainStep({ ...plain, fakeBatch });
    const result = await trainStep({ ...diagnosed, fakeBatch, diagnose: true });
    const { accuracyReal, accuracyFake, gradientNormD, gradientNormG, ...rest } = result;
    assert.deepEqual(rest, expected);
    for (const value of [accuracyReal, accuracyFake, gradientNormD, gradientNormG]) {
      assert.ok(value! >= 0);
    }
  }
  const values = ({ generator }: typeof plain) =>
    generator.parameters.map(({ value }) => value.dataSync());
  assert.deepEqual(values(diagnosed), values(plain));
  assert.equal(tf.memory().numTensors, before);
  plain.dispose();
  diagnosed.dispose();
});
