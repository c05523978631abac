/**
 * What a kernel of the WebAssembly backend is.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend.ts";

/** What a kernel is called with. */
export interface KernelCall {
  inputs: tf.NamedTensorInfoMap;
  attrs: tf.NamedAttrMap;
  backend: WasmBackend;
}

/** One op of the backend. */
export interface WasmKernel {
  /** tfjs's name of the op, such as `Conv2D`. */
  name: string;
  /** Computes the outputs; scratch memory that it takes is freed when it returns. */
  run(call: KernelCall): tf.TensorInfo | tf.TensorInfo[];
}

/**
 * Runs tfjs's own kernel of an op, for cases that the kernel here does not cover.
 *
 * @param name tfjs's name of the op.
 */
export function runCpuKernel(
  name: string,
  { inputs, attrs, backend }: KernelCall,
): tf.TensorInfo | tf.TensorInfo[] {
  return tf.getKernel(name, "cpu").kernelFunc({ inputs, attrs, backend });
}
