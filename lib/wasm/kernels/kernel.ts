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
  backend.settle();
  return tf.getKernel(name, "cpu").kernelFunc({ inputs, attrs, backend });
}

/**
 * Refuses a tensor that a kernel would write over or read as float32, and that is not.
 *
 * @param tensor An input.
 * @param what What cannot be done otherwise, and the input's name, for the message.
 * @throws {TypeError} If it has another type.
 */
export function requireFloat32(
  { dtype }: tf.TensorInfo,
  { action, name }: { action: string; name: string },
): void {
  if (dtype === "float32") return;
  throw new TypeError(
    `Cannot ${action} as '${name}' must be float32: current dtype is ${dtype}`,
  );
}

/** An input's values, in the shared memory: what is written there is the tensor's. */
export function valuesOf(backend: WasmBackend, tensor: tf.TensorInfo): Float32Array {
  const size = tf.util.sizeFromShape(tensor.shape);
  return backend.floats(backend.address(tensor), size);
}
