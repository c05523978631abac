import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { images, openTraining, timeless } from "../../test/small_training.ts";
import { Batches } from "../data/batches.ts";
import { RandomGenerator } from "../tensor/random.ts";
import type { BatchSource } from "./batch_source.ts";

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

Deno.test("an abort while a batch is awaited ends the training there, and it goes on as if it never had", async () => {
  const before = tf.memory().numTensors;
  const whole = openTraining({ images: batches() });
  for await (const _ of whole.training.steps({ steps: 4 }));
  const expected = timeless(await whole.training.state());
  whole.dispose();

  const stop = new AbortController();
  const { signal } = stop;
  const stopped = openTraining({
    images: sleepy(signal, () => setTimeout(() => stop.abort(), 5)),
  });
  for await (const _ of stopped.training.steps({ steps: 4, signal }));
  assert.equal(stopped.training.step, 2);
  assert.ok(stopped.training.isWhole);
  const state = await stopped.training.state();
  stopped.dispose();

  const continued = openTraining({ images: batches() });
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
  const { training, dispose } = openTraining({ images: { ...failing, next } });
  await assert.rejects(async () => {
    for await (const _ of training.steps({ steps: 1, signal }));
  }, fault);
  assert.ok(training.isWhole);
  dispose();
});
