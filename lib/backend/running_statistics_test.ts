import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { followStatistics } from "./running_statistics.ts";
import { silenceBanner } from "./silence_banner.ts";

async function start() {
  await silenceBanner("cpu");
  await tf.setBackend("cpu");
  return {
    runningMean: tf.variable(tf.tensor1d([0, 4])),
    runningVariance: tf.variable(tf.tensor1d([1, 8])),
    mean: tf.tensor1d([2, 0]),
    variance: tf.tensor1d([3, 6]),
  };
}

Deno.test("followStatistics() moves a quarter of the way to the unbiased batch, by hand", async () => {
  const statistics = await start();
  followStatistics(statistics, { momentum: .25, count: 4 });
  assert.deepEqual([...statistics.runningMean.dataSync()], [.5, 3]);
  // The variances are 4/3 as large where they are of four values: 4 and 8.
  assert.deepEqual([...statistics.runningVariance.dataSync()], [1.75, 8]);
  tf.dispose({ ...statistics });
});

Deno.test("followStatistics() leaves no tensor behind, with a tape or without", async () => {
  const statistics = await start();
  const options = { momentum: .1, count: 4 };
  const before = tf.memory().numTensors;
  followStatistics(statistics, options);
  tf.tidy(() => {
    const x = tf.variable(tf.scalar(2));
    const { grads } = tf.variableGrads(() => {
      followStatistics(statistics, options);
      return tf.square(x) as tf.Scalar;
    }, [x]);
    assert.equal(grads[x.name].dataSync()[0], 4);
    x.dispose();
  });
  assert.equal(tf.memory().numTensors, before);
  tf.dispose({ ...statistics });
});

Deno.test("followStatistics() refuses another shape and a batch of one value", async () => {
  const statistics = await start();
  const mean = tf.tensor1d([2]);
  assert.throws(
    () => followStatistics({ ...statistics, mean }, { momentum: .1, count: 4 }),
    new RangeError(
      "Cannot follow the batch's statistics as 'mean' must have shape [2]: " +
        "current shape is [1]",
    ),
  );
  assert.throws(
    () => followStatistics(statistics, { momentum: .1, count: 1 }),
    new RangeError(
      "Cannot follow the batch's statistics as 'count' must be 2 or more: " +
        "current value is 1",
    ),
  );
  tf.dispose({ ...statistics, mean });
});
