import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { trainInRange } from "./train_in_range.ts";

const images = resizeImages(drawDigits({ count: 20, seed: 1 }), 32);

Deno.test("trainInRange() shows D the range asked for, to networks that begin alike, and leaves no tensor", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  const seen: number[][] = [];
  const run = (scale: number) =>
    trainInRange(images, (batch) => {
      seen.push([batch.min().dataSync()[0], batch.max().dataSync()[0]]);
      return batch.add(1).mul(scale);
    }, { steps: 1, width: 1, batchSize: 2 });
  const [one, again, large] = [await run(0.5), await run(0.5), await run(127.5)];
  assert.equal(tf.memory().numTensors, before);
  for (const range of seen) assert.deepEqual(range, [-1, 1]);
  assert.equal(seen.length, 3);
  assert.deepEqual(one, again);
  assert.deepEqual(one.made.shape, [8, 32, 32, 1]);
  assert.equal(one.scores.length, 1);
  assert.notDeepEqual(large.made.data, one.made.data);
});

Deno.test("trainInRange() ends when its signal is aborted by a timer, and shows what it has learned", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 0);
  const small = { steps: 200, width: 1, batchSize: 2, signal: stop.signal };
  const { made, scores } = await trainInRange(images, (batch) => batch.clone(), small);
  assert.ok(scores.length < 200, `${scores.length} steps`);
  assert.deepEqual(made.shape, [8, 32, 32, 1]);
  assert.equal(tf.memory().numTensors, before);
});
