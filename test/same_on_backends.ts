/**
 * Holds the WebAssembly backend against tfjs's `cpu` backend, for any number of threads.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { silenceBanner } from "../lib/backend/silence_banner.ts";
import { startWasmBackend } from "../lib/wasm/start.ts";

/**
 * Computes the same on `cpu` and on WebAssembly with 1, 2, 3 and 4 threads, with freed
 * memory filled with NaN, and requires close values, of one shape and type; the same
 * bits for every number of threads; and that no tensor and no byte stays behind.
 *
 * NaN and ±∞ must stand in the same places.
 *
 * @param compute Makes its own inputs; what it returns is disposed here.
 * @param tolerance The largest difference, absolute for values below 1, else relative.
 */
export async function sameOnBackends(
  compute: () => tf.Tensor | tf.Tensor[],
  tolerance: number,
): Promise<void> {
  await silenceBanner("cpu");
  await tf.setBackend("cpu");
  const expected = run(compute);
  let first: tf.TypedArray[] | undefined;
  for (const threads of [1, 2, 3, 4]) {
    const name = `wasm-${threads}-threads`;
    const backend = await startWasmBackend({ name, threads, poison: true });
    await tf.setBackend(name);
    const before = [tf.memory().numTensors, backend.heap.live];
    const actual = run(compute);
    const after = [tf.memory().numTensors, backend.heap.live];
    assert.deepEqual(after, before, "tensors and bytes stay behind");
    const values = actual.map((output) => output.values);
    for (const [i, output] of actual.entries()) {
      assert.deepEqual(output.shape, expected[i].shape);
      assert.equal(output.dtype, expected[i].dtype);
      assertClose(output.values, expected[i].values, tolerance);
    }
    first ??= values;
    assert.deepEqual(values, first, `${threads} threads give other bits than 1`);
  }
}

function run(compute: () => tf.Tensor | tf.Tensor[]) {
  const outputs = tf.tidy(() => [compute()].flat());
  const results = outputs.map((output) => ({
    shape: output.shape,
    dtype: output.dtype,
    values: output.dataSync(),
  }));
  tf.dispose(outputs);
  return results;
}

function assertClose(
  actual: tf.TypedArray,
  expected: tf.TypedArray,
  tolerance: number,
): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) {
    const error = Math.abs(actual[i] - value) / Math.max(1, Math.abs(value));
    assert.ok(
      Object.is(actual[i], value) || actual[i] === value || error <= tolerance,
      `element ${i} is ${actual[i]}, not ${value}`,
    );
  }
}

/**
 * Numbers for a test: a sine of growing frequency, so neither sorted nor random, and
 * none is exactly zero.
 *
 * @param shape The tensor's shape.
 * @param options The mean and half the range.
 * @returns A float32 tensor. The caller disposes it.
 */
export function wave(
  shape: number[],
  { offset = 0, amplitude = 1 }: { offset?: number; amplitude?: number } = {},
): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) {
    values[i] = offset + amplitude * Math.sin(1 + i * (0.7 + (i % 13) / 10));
  }
  return tf.tensor(values, shape);
}
