import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { train, type TrainOptions } from "./trainer.ts";
import type { StepRecord } from "./training_state.ts";
import { TrainingFailedError } from "./training_failed.ts";

/** 22 digits in batches of 4: five steps an epoch. */
const images = resizeImages(drawDigits({ count: 22, seed: 1 }), 16);

function networks() {
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 1, channels: 1, random };
  const generator = createGenerator({ ...sizes, latentSize: 3 });
  const discriminator = createDiscriminator(sizes);
  const dispose = () =>
    [generator, discriminator].forEach((network) => network.dispose());
  return { generator, discriminator, dispose };
}

/** Trains small networks, hands each record to a visitor, and returns them all. */
async function run(
  options: Partial<TrainOptions>,
  visit: (record: StepRecord) => void = () => {},
) {
  const { generator, discriminator, dispose } = networks();
  const before = tf.memory().numTensors;
  const records: StepRecord[] = [];
  try {
    const all = { generator, discriminator, images, batchSize: 4, ...options };
    for await (const record of train(all)) {
      records.push(record);
      visit(record);
    }
  } finally {
    assert.equal(tf.memory().numTensors, before, "the trainer left tensors behind");
    const weights = discriminator.trainable.flatMap((value) => [...value.dataSync()]);
    if (records.length > 0) assert.ok(weights.every(Number.isFinite));
    dispose();
  }
  return records;
}

const withoutSpeed = (records: StepRecord[]) =>
  records.map(({ imagesPerSecond: _, ...rest }) => rest);

Deno.test("train() yields one record a step, counted from 1, with its epoch", async () => {
  const records = await run({ steps: 7 });
  assert.deepEqual(records.map(({ step }) => step), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(records.map(({ epoch }) => epoch), [1, 1, 1, 1, 1, 2, 2]);
  for (const { lossD, lossDReal, lossDFake, imagesPerSecond } of records) {
    assert.equal(lossD, lossDReal + lossDFake);
    assert.ok(imagesPerSecond > 0 && Number.isFinite(imagesPerSecond));
  }
});

Deno.test("train() for two epochs makes the complete batches of both", async () => {
  const records = await run({ epochs: 2 });
  assert.equal(records.length, 10);
  assert.equal(records.at(-1)?.epoch, 2);
});

Deno.test("train() is the same for the same seed, and another for another", async () => {
  const [first, second, other] = [
    await run({ steps: 4, seed: 5 }),
    await run({ steps: 4, seed: 5 }),
    await run({ steps: 4, seed: 6 }),
  ].map(withoutSpeed);
  assert.deepEqual(first, second);
  assert.notDeepEqual(first, other);
});

Deno.test("train() measures images a second of its own time, not of the caller's", async () => {
  const { now } = performance;
  let waited = 0;
  performance.now = () => now.call(performance) + waited;
  const wait = () => void (waited += 3_600_000);
  try {
    const records = await run({ steps: 3 }, wait);
    const slowest = Math.min(...records.map(({ imagesPerSecond }) => imagesPerSecond));
    assert.ok(slowest > 4 / 3600, `${slowest} images a second include the caller's hour`);
  } finally {
    performance.now = now;
  }
});

Deno.test("train() ends after the step that runs when its signal is aborted", async () => {
  const stop = new AbortController();
  const records = await run({ steps: 50, signal: stop.signal }, ({ step }) => {
    if (step === 3) stop.abort();
  });
  assert.equal(records.length, 3);
});

Deno.test("train() makes no step when its signal is aborted before", async () => {
  assert.deepEqual(await run({ steps: 5, signal: AbortSignal.abort() }), []);
});

Deno.test("train() lets timers through, so that one can stop it", async () => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 100);
  const records = await run({ steps: 100_000, signal: stop.signal });
  clearTimeout(timer);
  assert.ok(records.length > 0 && records.length < 100_000);
});

Deno.test("train() frees its memory when the caller leaves the loop or throws in it", async () => {
  const { generator, discriminator, dispose } = networks();
  const before = tf.memory().numTensors;
  const options = { generator, discriminator, images, batchSize: 4, steps: 5 };
  for await (const { step } of train(options)) if (step === 2) break;
  assert.equal(tf.memory().numTensors, before);
  await assert.rejects(async () => {
    for await (const { step } of train(options)) {
      if (step === 2) throw new Error("the caller's own");
    }
  }, /the caller's own/);
  assert.equal(tf.memory().numTensors, before);
  dispose();
});

Deno.test("train() from a source of batches takes their size and refuses a range beyond [−1, 1]", async () => {
  const source = (scale: number) => ({
    batchesPerEpoch: 2,
    next: () => ({ images: tf.fill([6, 16, 16, 1], scale), epoch: 0 }),
  });
  assert.equal((await run({ images: source(0.5), epochs: 1 })).length, 2);
  await assert.rejects(run({ images: source(255), epochs: 1 }), {
    name: "RangeError",
    message:
      "Cannot train as the images must lie in [−1, 1]: current range is [255, 255]",
  });
  await assert.rejects(run({ images: source(NaN), epochs: 1 }), RangeError);
});

Deno.test("train() with an absurd learning rate stops with the step and that cause", async () => {
  const { generator, discriminator, dispose } = networks();
  const before = tf.memory().numTensors;
  const options = { generator, discriminator, images, batchSize: 4, steps: 50 };
  let steps = 0;
  await assert.rejects(async () => {
    for await (const _ of train({ ...options, learningRate: 1e30 })) steps++;
  }, (error: Error) => {
    assert.ok(error instanceof TrainingFailedError);
    assert.equal(error.step, steps + 1);
    assert.match(error.message, /the learning rate of 1e\+30 is too high/);
    return true;
  });
  assert.equal(tf.memory().numTensors, before);
  dispose();
});

Deno.test("train() on networks that hold NaN says so in step 1", async () => {
  const { generator, discriminator, dispose } = networks();
  const weight = generator.trainable[0];
  const broken = tf.fill(weight.shape, NaN);
  weight.assign(broken);
  broken.dispose();
  const options = { generator, discriminator, images, batchSize: 4, steps: 3 };
  await assert.rejects(
    async () => {
      for await (const _ of train(options));
    },
    /step 1 has .* Likely cause: the generator held NaN/,
  );
  dispose();
});

Deno.test("train() refuses options that contradict themselves or the networks", async () => {
  await assert.rejects(run({}), {
    name: "RangeError",
    message: "Cannot train as either 'steps' or 'epochs' must be given: neither is",
  });
  await assert.rejects(run({ steps: 1, epochs: 1 }), RangeError);
  await assert.rejects(run({ steps: 1.5 }), /'steps' must be a positive integer/);
  await assert.rejects(run({ epochs: 0 }), /'epochs' must be a positive integer/);
  await assert.rejects(
    run({ steps: 1, images: drawDigits({ count: 8 }) }),
    /'realImages' must have shape \[batch, 16, 16, 1\]: current shape is \[4, 28, 28, 1\]/,
  );
});
