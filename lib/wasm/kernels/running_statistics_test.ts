import * as tf from "@tensorflow/tfjs";
import assert from "node:assert/strict";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { followStatistics } from "../../backend/running_statistics.ts";
import { startWasmBackend } from "../start.ts";

/** Running statistics of some channels, and a batch's. */
function wavy(channels: number) {
  const [runningMean, mean] = [0, 1].map((offset) => wave([channels], { offset }));
  const [runningVariance, variance] = [2, 3].map((offset) =>
    wave([channels], { offset })
  );
  return {
    ...{ runningMean: tf.variable(runningMean), mean },
    ...{ runningVariance: tf.variable(runningVariance), variance },
  };
}

Deno.test("RunningStatistics gives the bits of plain ops on cpu", async () => {
  for (const channels of [0, 1, 5, 512]) {
    for (const momentum of [.1, .01, 0, 1]) {
      await sameOnBackends(() => {
        const statistics = wavy(channels);
        for (const count of [2, 1024, 65536]) {
          followStatistics(statistics, { momentum, count });
        }
        const { runningMean, runningVariance } = statistics;
        const results = [runningMean, runningVariance].map((v) => tf.add(v, 0));
        tf.disposeVariables();
        return results;
      }, 0);
    }
  }
});

Deno.test("RunningStatistics lets a NaN and an infinite batch show", async () => {
  await sameOnBackends(() => {
    const statistics = {
      runningMean: tf.variable(tf.zeros([3])),
      runningVariance: tf.variable(tf.ones([3])),
      mean: tf.tensor1d([NaN, Infinity, 1]),
      variance: tf.tensor1d([1, Infinity, NaN]),
    };
    followStatistics(statistics, { momentum: .1, count: 4 });
    const { runningMean, runningVariance } = statistics;
    const results = [runningMean, runningVariance].map((v) => tf.add(v, 0));
    tf.disposeVariables();
    return results;
  }, 0);
});

Deno.test("RunningStatistics changes neither a clone nor what is derived from old values", async () => {
  const backend = await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const statistics = wavy(3);
    const { runningMean, runningVariance } = statistics;
    const clones = [runningMean, runningVariance].map((variable) => variable.clone());
    const before = clones.map((clone) => clone.dataSync());
    let computed = 0;
    const derive = () =>
      backend.derived.get(runningVariance, "points", 64, () => computed++);
    followStatistics(statistics, { momentum: .5, count: 4 });
    derive();
    followStatistics(statistics, { momentum: .5, count: 4 });
    derive();
    assert.equal(computed, 2);
    assert.deepEqual(clones.map((clone) => clone.dataSync()), before);
    assert.notDeepEqual(runningMean.dataSync(), before[0]);
    tf.disposeVariables();
  });
});

Deno.test("RunningStatistics names what is no float32", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const statistics = { ...wavy(2), mean: tf.tensor1d([1, 2], "int32") };
    assert.throws(
      () => followStatistics(statistics, { momentum: .1, count: 4 }),
      /Cannot follow the batch's statistics as 'mean' must be float32: current dtype is int32/,
    );
    tf.disposeVariables();
  });
});
