import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { naiveStep, naiveUpdate, stepExample } from "../../test/naive_step.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import type { LossForm } from "./losses.ts";
import { type StepResult, trainStep } from "./train_step.ts";

/** Cross-entropy as Keras has it: −ln of the probability of the label. */
const meanLoss = (logits: tf.Tensor, label: 0 | 1): tf.Scalar =>
  tf.mean(tf.neg(tf.log(tf.sigmoid(label === 1 ? logits : tf.neg(logits)))));

const values = (network: Network) =>
  network.parameters.map(({ value }) => [...value.dataSync()]);

/** The largest difference of two networks' parameters. */
function difference(a: Network, b: Network): number {
  const [left, right] = [values(a).flat(), values(b).flat()];
  return Math.max(...left.map((value, i) => Math.abs(value - right[i])));
}

Deno.test("trainStep() equals a naive step with two passes through G, to 1e-6", async () => {
  const [ours, naive] = [stepExample(), stepExample()];
  for (let step = 0; step < 3; step++) {
    const { lossD, lossG } = await trainStep(ours);
    const expected = naiveStep(naive);
    assert.ok(Math.abs(lossD - expected.lossD) < 1e-6, `${lossD} ${expected.lossD}`);
    assert.ok(Math.abs(lossG - expected.lossG) < 1e-6, `${lossG} ${expected.lossG}`);
  }
  assert.ok(difference(ours.generator, naive.generator) < 1e-6);
  assert.ok(difference(ours.discriminator, naive.discriminator) < 1e-6);
  ours.dispose();
  naive.dispose();
});

Deno.test("trainStep() reports what the logits of its three passes through D say, to 1e-6", async () => {
  const step = stepExample();
  const logits: number[][] = [];
  const { discriminator } = step;
  const apply = discriminator.apply.bind(discriminator);
  discriminator.apply = (x, options) => {
    const result = apply(x, options);
    logits.push([...result.dataSync()]);
    return result;
  };
  const result = await trainStep(step);
  assert.equal(logits.length, 3);
  const mean = (f: (logit: number) => number, of: number[]) =>
    of.map(f).reduce((a, b) => a + b) / of.length;
  const softplus = (x: number) => Math.log1p(Math.exp(x));
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const [real, before, after] = logits;
  const expected: StepResult = {
    lossDReal: mean((x) => softplus(-x), real),
    lossDFake: mean(softplus, before),
    lossD: mean((x) => softplus(-x), real) + mean(softplus, before),
    lossG: mean((x) => softplus(-x), after),
    scoreReal: mean(sigmoid, real),
    scoreFakeBefore: mean(sigmoid, before),
    scoreFakeAfter: mean(sigmoid, after),
  };
  for (const name of Object.keys(expected) as (keyof StepResult)[]) {
    assert.ok(Math.abs(result[name] - expected[name]) < 1e-6, name);
  }
  step.dispose();
});

Deno.test("trainStep() computes the generator's images once, or twice if it shall", async () => {
  for (const [fakeBatch, expected] of [["reused", 1], ["computedAgain", 2]] as const) {
    const step = stepExample();
    let passes = 0;
    const apply = step.generator.apply.bind(step.generator);
    step.generator.apply = (x, options) => (passes++, apply(x, options));
    await trainStep({ ...step, fakeBatch });
    assert.equal(passes, expected);
    step.dispose();
  }
});

Deno.test("d2l's step equals a naive one to 1e-5: summed, halved, fake images computed again", async () => {
  const loss: LossForm = { reduction: "sum", halves: "halved" };
  const [ours, naive] = [stepExample(), stepExample()];
  const [batch] = ours.latents.shape;
  for (let step = 0; step < 3; step++) {
    const result = await trainStep({ ...ours, loss, fakeBatch: "computedAgain" });
    const expected = naiveStep(naive, { form: loss, movesStatisticsTwice: true });
    // What is reported are means, whatever is differentiated.
    assert.ok(Math.abs(result.lossD * batch - expected.lossD) < 1e-5);
    assert.ok(Math.abs(result.lossG * batch - expected.lossG) < 1e-5);
    assert.equal(result.lossD, (result.lossDReal + result.lossDFake) / 2);
  }
  assert.ok(difference(ours.generator, naive.generator) < 1e-5);
  assert.ok(difference(ours.discriminator, naive.discriminator) < 1e-5);
  ours.dispose();
  naive.dispose();
});

Deno.test("GANs in Action's step equals a naive one to 1e-6: D learns twice, G from new latents", async () => {
  const [ours, naive] = [stepExample(), stepExample()];
  const generatorLatents = normalTensor(naive.latents.shape, new RandomGenerator(9));
  const loss: LossForm = { reduction: "mean", halves: "apart" };
  const how = { loss, fakeBatch: "drawnAgain", generatorLatents } as const;
  for (let step = 0; step < 3; step++) {
    const result = await trainStep({ ...ours, ...how });
    const { generator, discriminator, latents, realImages } = naive;
    const judge = (images: tf.Tensor) => discriminator.apply(images, { training: true });
    const update = (name: "generator" | "discriminator", loss: () => tf.Scalar) =>
      naiveUpdate(naive[`${name}Optimiser`], naive[name].trainable, loss);
    const fakeImages = tf.tidy(() => generator.apply(latents, { training: false }));
    const expected = {
      lossDReal: update("discriminator", () => meanLoss(judge(realImages), 1)),
      lossDFake: update("discriminator", () => meanLoss(judge(fakeImages), 0)),
      lossG: update(
        "generator",
        () => meanLoss(judge(generator.apply(generatorLatents, { training: true })), 1),
      ),
    };
    for (const name of ["lossDReal", "lossDFake", "lossG"] as const) {
      assert.ok(Math.abs(result[name] - expected[name]) < 1e-6, name);
    }
    assert.equal(result.lossD, (result.lossDReal + result.lossDFake) / 2);
    fakeImages.dispose();
  }
  assert.equal(ours.discriminatorOptimiser.step, 6);
  assert.equal(ours.generatorOptimiser.step, 3);
  assert.ok(difference(ours.generator, naive.generator) < 1e-6);
  assert.ok(difference(ours.discriminator, naive.discriminator) < 1e-6);
  generatorLatents.dispose();
  ours.dispose();
  naive.dispose();
});

Deno.test("trainStep() wants latents of G's own where the fake batch is drawn again, and only there", async () => {
  const step = stepExample();
  const before = tf.memory().numTensors;
  const message = (fakeBatch: string, given: string) =>
    "Cannot train as 'generatorLatents' must be given where the fake batch is drawn " +
    `again, and only there: it is ${fakeBatch}, and they are ${given}`;
  await assert.rejects(trainStep({ ...step, fakeBatch: "drawnAgain" }), {
    name: "RangeError",
    message: message("drawnAgain", "not"),
  });
  await assert.rejects(trainStep({ ...step, generatorLatents: step.latents }), {
    name: "RangeError",
    message: message("reused", "given"),
  });
  assert.equal(tf.memory().numTensors, before);
  step.dispose();
});

Deno.test("trainStep() changes every parameter of both networks", async () => {
  const step = stepExample();
  const before = [step.generator, step.discriminator].flatMap(values);
  await trainStep(step);
  const after = [step.generator, step.discriminator].flatMap(values);
  before.forEach((numbers, i) => assert.notDeepEqual(after[i], numbers));
  step.dispose();
});

Deno.test("10 steps are the same for the same seed, and others for another", async () => {
  const run = async (seed: number) => {
    const step = stepExample(seed);
    const results: StepResult[] = [];
    for (let i = 0; i < 10; i++) results.push(await trainStep(step));
    const weights = [step.generator, step.discriminator].flatMap(values);
    step.dispose();
    return { results, weights };
  };
  assert.deepEqual(await run(1), await run(1));
  assert.notDeepEqual(await run(1), await run(2));
});

Deno.test("50 steps leak no tensor and no byte", async () => {
  const step = stepExample();
  await trainStep(step);
  const { numTensors, numBytes } = tf.memory();
  for (let i = 1; i < 50; i++) await trainStep(step);
  assert.equal(tf.memory().numTensors, numTensors);
  assert.equal(tf.memory().numBytes, numBytes);
  step.dispose();
});

for (const pass of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
  const [fakeBatch, halves] = pass > 6
    ? ["reused", "apart"] as const
    : [pass > 3 ? "computedAgain" : "reused", "added"] as const;
  const through = (pass - 1) % 3 + 1;
  Deno.test(`a step that throws in pass ${through} through D leaks nothing (${fakeBatch}, ${halves})`, async () => {
    const loss: LossForm = { reduction: "mean", halves };
    const step = { ...stepExample(), fakeBatch, loss };
    const { discriminator } = step;
    await trainStep(step);
    const before = tf.memory().numTensors;
    const apply = discriminator.apply.bind(discriminator);
    let passes = 0;
    discriminator.apply = (x, options) => {
      const result = apply(x, options);
      if (++passes === through) throw new Error("in the middle");
      return result;
    };
    await assert.rejects(trainStep(step), /in the middle/);
    assert.equal(tf.memory().numTensors, before);
    discriminator.apply = apply;
    await trainStep(step);
    assert.equal(tf.memory().numTensors, before);
    step.dispose();
  });
}

Deno.test("trainStep() refuses inputs that are not the networks' and leaks nothing", async () => {
  const step = stepExample();
  const [latents, realImages] = [tf.zeros([3, 4]), tf.zeros([3, 8, 8, 1])];
  const before = tf.memory().numTensors;
  await assert.rejects(trainStep({ ...step, latents }), {
    name: "RangeError",
    message:
      "Cannot train as 'latents' must have shape [batch, 5]: current shape is [3, 4]",
  });
  await assert.rejects(trainStep({ ...step, realImages }), {
    name: "RangeError",
    message: "Cannot train as 'realImages' must have shape [batch, 16, 16, 1]: " +
      "current shape is [3, 8, 8, 1]",
  });
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([latents, realImages]);
  step.dispose();
});
