import * as tf from "@tensorflow/tfjs";
import { WasmBackend } from "../wasm/backend.ts";

/**
 * Returns when the running backend has computed all that it was asked for, so that a
 * clock can be read: `wasm-simd` only notes kernels down and does them meanwhile.
 *
 * Reading a tensor waits too, so only who measures needs it. `webgpu` cannot be waited
 * for without reading.
 *
 * @throws {Error} If a kernel failed.
 */
export function settleKernels(): void {
  const backend = tf.backend();
  if (backend instanceof WasmBackend) backend.settle();
}
