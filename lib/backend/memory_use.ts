/**
 * How much of the backend's memory a computation needs, and how much there is.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { WasmBackend } from "../wasm/backend.ts";

/**
 * Bytes that the running backend can still hand out; perhaps not in one piece.
 *
 * @returns The bytes; null where the backend has no memory of a fixed size, as only
 * `wasm-simd` has.
 */
export function freeBytes(): number | null {
  const backend = tf.backend();
  return backend instanceof WasmBackend ? backend.heap.available : null;
}

/**
 * Runs a computation and measures the most memory that it holds at once beside what was
 * held before: its intermediate results, scratch memory and everything that it keeps.
 *
 *     const { bytes } = await peakBytes(() => trainStep(step));
 *
 * @param run The computation; its tensors are its own affair.
 * @returns Its result, and the bytes; null where the running backend does not count them,
 * as only `wasm-simd` does.
 */
export async function peakBytes<T>(
  run: () => T | Promise<T>,
): Promise<{ result: T; bytes: number | null }> {
  const backend = tf.backend();
  if (!(backend instanceof WasmBackend)) return { result: await run(), bytes: null };
  const { heap } = backend;
  const { peak: highest, live: before } = heap;
  heap.peak = before;
  try {
    const result = await run();
    return { result, bytes: heap.peak - before };
  } finally {
    heap.peak = Math.max(heap.peak, highest);
  }
}
