/**
 * The running statistics of batch normalisation, as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";
import { ownMemory } from "./own_memory.ts";

/** What an update changes, and the batch that it follows; all `[channels]`. */
export interface RunningStatistics {
  /** Updated. */
  runningMean: tf.Variable;
  /** Updated. */
  runningVariance: tf.Variable;
  /** The batch's mean; not changed. */
  mean: tf.Tensor;
  /** The batch's biased variance, divided by m; not changed. */
  variance: tf.Tensor;
}

/** How far the running statistics follow, and how many values the batch's are of. */
export interface FollowOptions {
  /** The batch's share, [0, 1]: PyTorch's momentum, and one minus Keras's. */
  momentum: number;
  /** m, the values of a channel in the batch; 2 or more. */
  count: number;
}

/**
 * Moves the running statistics towards a batch's.
 *
 *     running mean     ← (1 − momentum) · running mean     + momentum · mean
 *     running variance ← (1 − momentum) · running variance + momentum · m/(m − 1) · variance
 *
 * One operation and not seven: on a step's tape each plain one also keeps copies of its
 * inputs, for a gradient that nobody asks for. In the paper's networks that made 260 of a
 * step's 586 operations. Where the backend has the kernel `RunningStatistics`
 * (`wasm-simd` has), it writes over the variables' own memory; memory that another tensor
 * shares is first copied. Plain operations give the same bits elsewhere. No gradient
 * flows through it.
 *
 * Source: PyTorch's `BatchNorm2d`, whose running variance is the unbiased one.
 *
 * @param statistics The running ones and the batch's, float32, of one shape.
 * @param options Both must be given.
 * @throws {RangeError} If a shape is not that of the running mean, or m is below 2.
 */
export function followStatistics(
  statistics: RunningStatistics,
  { momentum, count }: FollowOptions,
): void {
  if (!(count >= 2)) {
    throw new RangeError(
      "Cannot follow the batch's statistics as 'count' must be 2 or more: " +
        `current value is ${count}`,
    );
  }
  const { shape } = statistics.runningMean;
  for (const [name, tensor] of Object.entries(statistics)) {
    requireShape(tensor, shape, { action: "follow the batch's statistics", name });
  }
  if (!tf.getKernel("RunningStatistics", tf.getBackend())) {
    plainFollowStatistics(statistics, { momentum, count });
    return;
  }
  const { runningMean, runningVariance } = statistics;
  for (const variable of [runningMean, runningVariance]) ownMemory(variable);
  const correction = count / (count - 1);
  tf.engine().runKernel("RunningStatistics", { ...statistics }, { momentum, correction });
}

/**
 * The same from plain TensorFlow.js operations, for every backend; see
 * {@linkcode followStatistics}, which chooses.
 *
 * @param statistics The running ones and the batch's.
 * @param options The batch's share and its values a channel.
 */
export function plainFollowStatistics(
  { runningMean, runningVariance, mean, variance }: RunningStatistics,
  { momentum, count }: FollowOptions,
): void {
  tf.tidy(() => {
    const unbiased = tf.mul(variance, count / (count - 1));
    for (const [running, batch] of [[runningMean, mean], [runningVariance, unbiased]]) {
      const kept = tf.mul(running, 1 - momentum);
      (running as tf.Variable).assign(tf.add(kept, tf.mul(batch, momentum)));
    }
  });
}
