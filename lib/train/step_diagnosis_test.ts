import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Convolution } from "../model/convolution.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { Network } from "../model/network.ts";
import { Reshape } from "../model/reshape.ts";
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

const CONSTANTS = { learningRate: 2e-3, beta1: .5, beta2: .999, epsilon: 1e-8 };

/** Two small networks, their optimisers and one batch. */
function example() {
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 2, channels: 1, random };
  const generator = createGenerator({ ...sizes, latentSize: 5 });
  const discriminator = createDiscriminator(sizes);
  const parts = {
    generator,
    discriminator,
    generatorOptimiser: new Adam(generator.trainable, CONSTANTS),
    discriminatorOptimiser: new Adam(discriminator.trainable, CONSTANTS),
    realImages: uniformTensor([3, 16, 16, 1], random, { low: -1, high: 1 }),
    latents: normalTensor([3, 5], random),
  };
  const dispose = () => Object.values(parts).forEach((part) => part.dispose());
  return { ...parts, dispose };
}

/** A single convolution over the whole image. */
function linearDiscriminator(): Network {
  const convolution = new Convolution({
    ...{ inputChannels: 1, outputChannels: 1, kernel: 16, stride: 1, padding: 0 },
    ...{ bias: true, initialisation: "pytorchTutorial", random: new RandomGenerator(2) },
  });
  return new Network("discriminator", [convolution, new Reshape([1])], {
    ...{ inputShape: [16, 16, 1], action: "judge images", inputName: "images" },
    architecture: {
      ...{ network: "discriminator", size: 16, width: 1, channels: 1 },
      ...{ normaliseFirst: false, slope: .2 },
    },
  });
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
    const { diagnosis } = await trainStep({ ...step, loss, diagnose: true });
    const [normD, normG] = heard.map((gradient) => Math.hypot(...gradient));
    assert.ok(Math.abs(diagnosis!.gradientNormD / normD - 1) < 1e-5);
    assert.ok(Math.abs(diagnosis!.gradientNormG / normG - 1) < 1e-5);
    step.dispose();
  });
}

Deno.test("diagnose changes nothing else: the same numbers, and they leave no tensor", async () => {
  const [plain, diagnosed] = [example(), example()];
  const before = tf.memory().numTensors;
  for (const fakeBatch of ["reused", "computedAgain"] as const) {
    const expected = await trainStep({ ...plain, fakeBatch });
    const result = await trainStep({ ...diagnosed, fakeBatch, diagnose: true });
    const { diagnosis, ...rest } = result;
    assert.deepEqual(rest, expected);
    const { statisticsShiftD, ...norms } = diagnosis!;
    const { accuracyReal, accuracyFake, gradientNormD, gradientNormG } = norms;
    for (const value of [accuracyReal, accuracyFake, gradientNormD, gradientNormG]) {
      assert.ok(value >= 0);
    }
    assert.ok(statisticsShiftD! > 0);
  }
  const values = ({ generator }: typeof plain) =>
    generator.parameters.map(({ value }) => value.dataSync());
  assert.deepEqual(values(diagnosed), values(plain));
  assert.equal(tf.memory().numTensors, before);
  plain.dispose();
  diagnosed.dispose();
});

Deno.test("diagnose tells how far G's turn moves D's running statistics, to 1e-6", async () => {
  const step = example();
  const { discriminator } = step;
  const running = () =>
    discriminator.parameters.filter(({ trainable }) => !trainable)
      .flatMap(({ value }) => [...value.dataSync()]);
  const seen: number[][] = [];
  const apply = discriminator.apply.bind(discriminator);
  discriminator.apply = (x, options) => {
    seen.push(running());
    return apply(x, options);
  };
  const { diagnosis } = await trainStep({ ...step, diagnose: true });
  const moved = Math.hypot(...running().map((value, i) => value - seen[2][i]));
  assert.ok(
    Math.abs(diagnosis!.statisticsShiftD! - moved) < 1e-6 && moved > .01,
    `${moved}`,
  );
  step.dispose();
});

Deno.test("a D in inference mode in G's turn moves its statistics by 0, in every form of the step", async () => {
  const forms = [
    ["reused", "added"],
    ["computedAgain", "halved"],
    ["drawnAgain", "apart"],
  ] as const;
  for (const [fakeBatch, halves] of forms) {
    const step = example();
    const { discriminator, latents } = step;
    const apply = discriminator.apply.bind(discriminator);
    let passes = 0;
    discriminator.apply = (x) => apply(x, { training: ++passes < 3 });
    const loss: LossForm = { reduction: "mean", halves };
    const generatorLatents = fakeBatch === "drawnAgain" ? latents.clone() : undefined;
    const how = { fakeBatch, loss, generatorLatents, diagnose: true };
    const { diagnosis } = await trainStep({ ...step, ...how });
    assert.equal(diagnosis!.statisticsShiftD, 0);
    generatorLatents?.dispose();
    step.dispose();
  }
});

Deno.test("without batch norm there are no running statistics to watch", async () => {
  const step = example();
  const discriminator = linearDiscriminator();
  const discriminatorOptimiser = new Adam(discriminator.trainable, CONSTANTS);
  const parts = { ...step, discriminator, discriminatorOptimiser };
  const { diagnosis } = await trainStep({ ...parts, diagnose: true });
  assert.equal(diagnosis!.statisticsShiftD, null);
  for (const part of [discriminator, discriminatorOptimiser]) part.dispose();
  step.dispose();
});
