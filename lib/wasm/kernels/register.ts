/**
 * The ops that have a kernel of their own on the WebAssembly backend.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend.ts";
import { adamUpdate } from "./adam_update.ts";
import {
  batchNormActivation,
  batchNormActivationGradient,
  fusedBatchNorm,
} from "./batch_norm.ts";
import { batchMatMul } from "./batch_mat_mul.ts";
import { addN, binaryKernels } from "./binary.ts";
import { conv2D } from "./conv2d.ts";
import { conv2DBackpropFilter } from "./conv2d_backprop_filter.ts";
import { conv2DBackpropInput } from "./conv2d_backprop_input.ts";
import { fill, onesLike, zerosLike } from "./fill.ts";
import { fusedConv2D } from "./fused_conv2d.ts";
import { fusedMatMul } from "./fused_mat_mul.ts";
import { runCpuKernel, type WasmKernel } from "./kernel.ts";
import { leakyReluGradient } from "./leaky_relu_gradient.ts";
import { registerGradients } from "./register_gradients.ts";
import { runningStatistics } from "./running_statistics.ts";
import { mean, sum } from "./sum.ts";
import { unaryKernels } from "./unary.ts";

/** All kernels, one line a file. */
export const wasmKernels: readonly WasmKernel[] = [
  adamUpdate,
  addN,
  batchMatMul,
  ...binaryKernels,
  batchNormActivation,
  batchNormActivationGradient,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  fill,
  fusedBatchNorm,
  fusedConv2D,
  fusedMatMul,
  leakyReluGradient,
  mean,
  onesLike,
  runningStatistics,
  sum,
  ...unaryKernels,
  zerosLike,
];

/** Kernels of tfjs that look at no value, so need not wait for kernels that run. */
const NO_VALUES = ["Identity", "Reshape"];

/**
 * Gives a backend all ops: tfjs's CPU kernels, and in place of some of them these.
 *
 * tfjs's CPU kernels call one another directly and not by name, so a kernel here changes
 * only the op of its own name.
 *
 * Does nothing the second time: tfjs keeps a backend's kernels when it is removed.
 *
 * @param backendName The name under which the backend is registered with tfjs.
 * @param kernels The ops to put in place.
 */
export function registerKernels(
  backendName: string,
  kernels: readonly WasmKernel[] = wasmKernels,
): void {
  if (tf.getKernelsForBackend(backendName).length > 0) return;
  registerGradients();
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend("cpu")) {
    const settled: tf.KernelFunc = ({ inputs, attrs = {}, backend }) =>
      runCpuKernel(kernelName, { inputs, attrs, backend: backend as WasmBackend });
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: NO_VALUES.includes(kernelName) ? kernelFunc : settled,
    });
  }
  for (const { name, run } of kernels) {
    if (tf.getKernel(name, backendName)) tf.unregisterKernel(name, backendName);
    tf.registerKernel({
      kernelName: name,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const wasm = backend as WasmBackend;
        return wasm.runKernel(() => run({ inputs, attrs: attrs ?? {}, backend: wasm }));
      },
    });
  }
}
