/**
 * The running statistics of batch normalisation, in place.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { requireFloat32, type WasmKernel } from "./kernel.ts";

/** The inputs, in the order of the kernel's arguments. */
const INPUTS = ["runningMean", "mean", "runningVariance", "variance"];

/**
 * Writes the new running mean and variance over the old ones, and returns nothing;
 * `followStatistics()` in `lib/backend` gives the formula, and sees to it that nobody
 * shares their memory. The bits are those of tfjs's kernels.
 */
export const runningStatistics: WasmKernel = {
  name: "RunningStatistics",
  run: ({ inputs, attrs, backend }) => {
    const { momentum, correction } = attrs as Record<string, number>;
    const tensors = INPUTS.map((name) => {
      const tensor = inputs[name] as tf.TensorInfo;
      requireFloat32(tensor, { action: "follow the batch's statistics", name });
      return tensor;
    });
    const integers = tensors.map((tensor) => backend.address(tensor));
    integers.push(tf.util.sizeFromShape(tensors[0].shape));
    const floats = [1 - momentum, momentum, correction];
    backend.call("runningStatistics", 1, integers, floats);
    for (const name of ["runningMean", "runningVariance"]) {
      backend.derived.forget(inputs[name]!);
    }
    return [];
  },
};
