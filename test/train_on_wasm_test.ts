/**
 * Whole training steps on the WebAssembly backend: the kernels together.
 *
 * The tolerances: direct sums reach 2e-7 and 6e-7 on this seed. Winograd's transforms are
 * wrong by up to 3e-6 of an activation, and Adam's first steps have the size of the
 * learning rate whichever sign a tiny gradient has.
 */
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { silenceBanner } from "../lib/backend/silence_banner.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "../lib/model/gans_in_action.ts";
import { createGenerator } from "../lib/model/generator.ts";
import type { Network } from "../lib/model/network.ts";
import type { Parameter } from "../lib/model/parameter.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { normalTensor, uniformTensor } from "../lib/tensor/random_tensor.ts";
import { Adam } from "../lib/train/adam.ts";
import { type StepResult, trainStep } from "../lib/train/train_step.ts";
import { startWasmBackend } from "../lib/wasm/start.ts";

/** The networks of a source, small, and how many images a batch has. */
interface Networks {
  batch: number;
  imageShape: number[];
  create(random: RandomGenerator): { generator: Network; discriminator: Network };
}

/** PyTorch's tutorial's networks. */
function tutorial(
  { batch, size, width }: { batch: number; size: number; width: number },
): Networks {
  return {
    batch,
    imageShape: [size, size, 3],
    create: (random) => ({
      generator: createGenerator({ size, width, channels: 3, latentSize: 7, random }),
      discriminator: createDiscriminator({ size, width, channels: 3, random }),
    }),
  };
}

/** Widths off the SIMD width take the general kernels, those of 16 Winograd's. */
const NETWORKS: Record<string, Networks> = {
  "the tutorial's, width 3": tutorial({ batch: 5, size: 32, width: 3 }),
  "the tutorial's, width 16": tutorial({ batch: 3, size: 16, width: 16 }),
  "GANs in Action's, width 16": {
    batch: 2,
    imageShape: [28, 28, 1],
    create: (random) => ({
      generator: createGansInActionGenerator({ latentSize: 7, width: 16, random }),
      discriminator: createGansInActionDiscriminator({ width: 16, random }),
    }),
  },
};

/** Networks with their optimisers, and one batch. */
function example(
  { batch, imageShape, create }: Networks = NETWORKS["the tutorial's, width 3"],
) {
  const random = new RandomGenerator(2);
  const networks = create(random);
  const constants = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const generatorOptimiser = new Adam(networks.generator.trainable, constants);
  const discriminatorOptimiser = new Adam(networks.discriminator.trainable, constants);
  const realImages = uniformTensor([batch, ...imageShape], random, { low: -1, high: 1 });
  const latents = normalTensor([batch, 7], random);
  const parts = { ...networks, generatorOptimiser, discriminatorOptimiser };
  const dispose = () => {
    for (const part of Object.values(parts)) part.dispose();
    tf.dispose([realImages, latents]);
  };
  return { ...parts, realImages, latents, dispose };
}

/** Ten steps on the current backend. */
async function run(
  networks: Networks,
): Promise<{ results: StepResult[]; weights: Float32Array[] }> {
  const step = example(networks);
  const results = [];
  for (let i = 0; i < 10; i++) results.push(await trainStep(step));
  const weights = [step.generator, step.discriminator].flatMap(({ parameters }) =>
    parameters.filter((_, i) => !isIdle(parameters, i))
      .map(({ value }) => value.dataSync() as Float32Array)
  );
  step.dispose();
  return { results, weights };
}

/**
 * Whether batch norm takes off again what this bias adds, or this is the mean that it
 * takes off. Such a bias has a gradient of rounding errors alone, which Adam follows.
 */
function isIdle(parameters: Parameter[], i: number): boolean {
  const biased = (k: number) =>
    parameters[k]?.role === "bias" && parameters[k + 1]?.role === "gamma";
  return biased(i) || (parameters[i].role === "runningMean" && biased(i - 3));
}

const norm = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));

for (const [title, networks] of Object.entries(NETWORKS)) {
  Deno.test(`ten steps of ${title}: one result on 1 to 4 threads, cpu's losses to 1e-5, weights to 1e-4 by norm`, async () => {
    await silenceBanner("cpu");
    await tf.setBackend("cpu");
    const expected = await run(networks);
    let first: Awaited<ReturnType<typeof run>> | undefined;
    for (const threads of [1, 2, 3, 4]) {
      const name = `train-${threads}-threads`;
      await startWasmBackend({ name, threads, poison: true });
      await tf.setBackend(name);
      const actual = await run(networks);
      first ??= actual;
      assert.deepEqual(actual, first, `${threads} threads give other bits than 1`);
    }
    expected.results.forEach((result, i) => {
      for (const key of Object.keys(result) as (keyof StepResult)[]) {
        const off = Math.abs(first!.results[i][key] / result[key] - 1);
        assert.ok(off < 1e-5, `${key} of step ${i + 1} is off by ${off}`);
      }
    });
    expected.weights.forEach((values, i) => {
      const difference = values.map((value, j) => value - first!.weights[i][j]);
      const off = norm(difference) / norm(values);
      assert.ok(off < 1e-4, `weight tensor ${i} is off by ${off}`);
    });
  });
}

Deno.test("200 steps leak no tensor and no byte of the shared memory", async () => {
  const name = "train-leak";
  const backend = await startWasmBackend({ name, threads: 2, poison: true });
  await tf.setBackend(name);
  const empty = [tf.memory().numTensors, backend.heap.live];
  const step = example();
  await trainStep(step);
  const before = [tf.memory().numTensors, tf.memory().numBytes, backend.heap.live];
  for (let i = 1; i < 200; i++) await trainStep(step);
  const after = [tf.memory().numTensors, tf.memory().numBytes, backend.heap.live];
  assert.deepEqual(after, before);
  step.dispose();
  assert.deepEqual([tf.memory().numTensors, backend.heap.live], empty);
});

Deno.test("a step that throws in the middle leaves no tensor and no byte behind", async () => {
  const name = "train-leak";
  const backend = await startWasmBackend({ name });
  await tf.setBackend(name);
  const step = example();
  await trainStep(step);
  const before = [tf.memory().numTensors, backend.heap.live];
  const apply = step.discriminator.apply.bind(step.discriminator);
  for (const pass of [1, 2, 3]) {
    let passes = 0;
    step.discriminator.apply = (x, options) => {
      const result = apply(x, options);
      if (++passes === pass) throw new Error("in the middle");
      return result;
    };
    await assert.rejects(trainStep(step), /in the middle/);
    assert.deepEqual([tf.memory().numTensors, backend.heap.live], before);
  }
  step.dispose();
});
