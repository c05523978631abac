/**
 * The running statistics of batch normalisation, in place.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { type KernelCall, requireFloat32, valuesOf, type WasmKernel } from "./kernel.ts";

/**
 * Writes the new running mean and variance over the old ones, and returns nothing;
 * `followStatistics()` in `lib/backend` gives the formula, and sees to it that nobody
 * shares their memory.
 *
 * A few hundred numbers at most, so the calling thread does them itself: to wake the
 * others would take longer. Each operation is rounded to single precision as it is by
 * tfjs's kernels.
 */
export const runningStatistics: WasmKernel = {
  name: "RunningStatistics",
  run: (call) => {
    const { momentum, correction } = call.attrs as Record<string, number>;
    follow(call, { running: "runningMean", batch: "mean", momentum, correction: 1 });
    follow(call, {
      ...{ running: "runningVariance", batch: "variance" },
      ...{ momentum, correction },
    });
    return [];
  },
};

/** running ← (1 − momentum) · running + momentum · (correction · batch) */
function follow(
  call: KernelCall,
  { running, batch, momentum, correction }: {
    running: string;
    batch: string;
    momentum: number;
    correction: number;
  },
): void {
  const { fround } = Math;
  const [kept, share, factor] = [1 - momentum, momentum, correction].map(fround);
  const [values, newest] = [running, batch].map((name) => {
    const tensor = call.inputs[name] as tf.TensorInfo;
    requireFloat32(tensor, { action: "follow the batch's statistics", name });
    return valuesOf(call.backend, tensor);
  });
  for (let c = 0; c < values.length; c++) {
    values[c] = fround(kept * values[c]) + fround(share * fround(factor * newest[c]));
  }
  call.backend.derived.forget(call.inputs[running]!);
}
