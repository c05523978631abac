import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Batches } from "../data/batches.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import type { BatchSource } from "./batch_source.ts";
import { Training } from "./training.ts";
import type { TrainingState } from "./training_state.ts";

const images = resizeImages(drawDigits({ count: 20, seed: 1 }), 16);

/** A training of small networks on a source of batches, which are disposed with it. */
function open(source: BatchSource) {
  const sizes = { size: 16, width: 1, channels: 1, random: new RandomGenerator(1) };
  const generator = createGenerator({ ...sizes, latentSize: 3 });
  const discriminator = createDiscriminator(sizes);
  const adam = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const parts = { generator, discriminator, images: source, adam, seed: 5 };
  const training = new Training(parts);
  const dispose = () => {
    for (const part of [training, generator, discriminator]) part.dispose();
  };
  return { training, dispose };
}

const batches = () =>
  new Batches(images, { batchSize: 4, random: new RandomGenerator(3) });

/** As a pipeline whose disk sleeps from the third batch on, and which hears the signal. */
function sleepy(signal: AbortSignal, asleep: () => void): BatchSource {
  const source = batches();
  let given = 0;
  return {
    batchesPerEpoch: source.batchesPerEpoch,
    batchSize: 4,
    identity: source.identity,
    next: () => {
      if (given++ < 2) return source.next();
      asleep();
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason))
      );
    },
    state: () => source.state(),
  };
}

/** A state without what depends on the clock. */
const timeless = ({ records, ...state }: TrainingState) => ({
  ...state,
  records: records.map(({ imagesPerSecond: _, ...record }) => record),
});

Deno.test("an abort while a batch is awaited ends the training there, and it goes on as if it never had", async () => {
  const before = tf.memory().numTensors;
  const whole = open(batches());
  for await (const _ of whole.training.steps({ steps: 4 }));
  const expected = timeless(await whole.training.state());
  whole.dispose();

  const stop = new AbortController();
  const { signal } = stop;
  const stopped = open(sleepy(signal, () => setTimeout(() => stop.abort(), 5)));
  for await (const _ of stopped.training.steps({ steps: 4, signal }));
  assert.equal(stopped.training.step, 2);
  assert.ok(stopped.training.isWhole);
  const state = await stopped.training.state();
  stopped.dispose();

  const continued = open(batches());
  await continued.training.restore(state);
  for await (const _ of continued.training.steps({ steps: 4 }));
  assert.deepEqual(timeless(await continued.training.state()), expected);
  continued.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("a source that fails of itself is heard, also after an abort", async () => {
  const stop = new AbortController();
  const { signal } = stop;
  const failing = sleepy(signal, () => {});
  const fault = new Error("the disk is gone");
  const next = async () => {
    stop.abort();
    await Promise.resolve();
    throw fault;
  };
  const { training, dispose } = open({ ...failing, next });
  await assert.rejects(async () => {
    for await (const _ of training.steps({ steps: 1, signal }));
  }, fault);
  assert.ok(training.isWhole);
  dispose();
});
