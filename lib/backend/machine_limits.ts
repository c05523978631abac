/**
 * The most that this machine computes and moves, to hold kernels against.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { settleKernels } from "./settle_kernels.ts";

/** The two limits of the roofline model. */
export interface MachineLimits {
  /** 10⁹ multiplications and additions a second. */
  gigaflops: number;
  /** 10⁹ bytes a second to and from main memory. */
  gigabytesPerSecond: number;
}

/** How fast a kernel was; null where it is not known. */
export interface KernelRates {
  gigaflops: number | null;
  gigabytesPerSecond: number | null;
}

/** How large the measurements are. */
export interface LimitSizes {
  /** Side of the square matrices that are multiplied. */
  side?: number;
  /** Numbers in each of the two vectors that are added; far more than a cache holds. */
  length?: number;
  /** How long each is repeated; the fastest counts. */
  milliseconds?: number;
}

/**
 * Measures the most that the running backend reaches: of operations in a product of two
 * matrices that fit in the cache, of bytes in the sum of two long vectors.
 *
 *     GFLOP/s = 2 · side³ / time      GB/s = 3 · 4 · length / time
 *
 * The processor's own limits may be higher; these are what a kernel of this backend can
 * hope for. It takes a second and 200 MB, which are given back.
 *
 * @param sizes The defaults suit a processor of any laptop or server.
 * @returns The two limits.
 * @throws {Error} If the backend is `webgpu`, whose kernels return before they are done.
 */
export function measureLimits(
  { side = 512, length = 2 ** 24, milliseconds = 400 }: LimitSizes = {},
): MachineLimits {
  if (tf.getBackend() === "webgpu") {
    throw new Error(
      "Cannot measure the limits as the backend must compute before its kernels return: " +
        "current backend is 'webgpu'",
    );
  }
  return {
    gigaflops: 2 * side ** 3 / fastest([side, side], tf.matMul, milliseconds) / 1e6,
    gigabytesPerSecond: 3 * 4 * length / fastest([length], tf.add, milliseconds) / 1e6,
  };
}

/**
 * How close a kernel comes to the roofline: the larger of its shares of the two limits.
 *
 *     share = max(GFLOP/s ÷ peak, GB/s ÷ bandwidth)
 *
 * It says 1 for a kernel that cannot be faster, as it is bound by arithmetic or by memory.
 * A kernel that computes by Winograd's method, or that finds its inputs in the cache, can
 * have more than 1.
 *
 * Source: Williams, Waterman and Patterson (2009), Roofline: an insightful visual
 * performance model, https://doi.org/10.1145/1498765.1498785
 *
 * @param rates A row of `profileStep()`, for example.
 * @param limits What {@linkcode measureLimits} measured.
 * @returns The share; null if neither rate is known.
 */
export function shareOfLimit(
  { gigaflops, gigabytesPerSecond }: KernelRates,
  limits: MachineLimits,
): number | null {
  if (gigaflops === null && gigabytesPerSecond === null) return null;
  return Math.max(
    (gigaflops ?? 0) / limits.gigaflops,
    (gigabytesPerSecond ?? 0) / limits.gigabytesPerSecond,
  );
}

/** Milliseconds of the fastest run of an op on two tensors of ones. */
function fastest(
  shape: number[],
  op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  milliseconds: number,
): number {
  return tf.tidy(() => {
    const [a, b] = [tf.fill(shape, 1), tf.fill(shape, 1)];
    settleKernels();
    let best = Infinity;
    // The first runs are slow: memory is new, and code is not optimised yet.
    const end = performance.now() + milliseconds;
    do {
      const started = performance.now();
      const result = op(a, b);
      settleKernels();
      best = Math.min(best, performance.now() - started);
      result.dispose();
    } while (performance.now() < end);
    return best;
  });
}
