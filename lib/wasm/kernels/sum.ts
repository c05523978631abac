/**
 * Sums and means over axes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type KernelCall, runCpuKernel, type WasmKernel } from "./kernel.ts";

/** Elements that a task adds, about. */
const TASK = 16384;

/** Rows that a piece has at least, so that many columns need little scratch memory. */
const LEAST_ROWS = 64;

/** Outputs that a task of the second job finishes. */
const BLOCK = 1024;

/**
 * The sum over some axes, added in double precision and rounded once, as in tfjs. Axes
 * that are not neighbours, and other types than float32, run tfjs's kernel.
 */
export const sum: WasmKernel = {
  name: "Sum",
  run: (call) => reduce(call, false) ?? runCpuKernel("Sum", call),
};

/** The mean over some axes, likewise; over no element it is 0, as in tfjs. */
export const mean: WasmKernel = {
  name: "Mean",
  run: (call) => reduce(call, true) ?? runCpuKernel("Mean", call),
};

function reduce(
  { inputs, attrs, backend }: KernelCall,
  divide: boolean,
): tf.TensorInfo | null {
  const x = inputs.x as tf.TensorInfo;
  if (x.dtype !== "float32") return null;
  const { axis, keepDims } = attrs as unknown as tf.SumAttrs;
  const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const first = axes[0] ?? x.shape.length;
  if (axes.some((value, i) => value !== first + i)) return null;
  const outer = tf.util.sizeFromShape(x.shape.slice(0, first));
  const reduced = tf.util.sizeFromShape(x.shape.slice(first, first + axes.length));
  const inner = tf.util.sizeFromShape(x.shape.slice(first + axes.length));
  const output = backend.output(
    x.shape.map((size, i) => axes.includes(i) ? 1 : size)
      .filter((_, i) => keepDims || !axes.includes(i)),
  );
  if (outer * inner === 0) return output;
  const rows = inner === 1 ? TASK : Math.max(LEAST_ROWS, Math.ceil(TASK / inner));
  const chunks = Math.max(1, Math.ceil(reduced / rows));
  // Short sums share a task.
  const group = Math.max(1, Math.floor(TASK / (Math.min(rows, reduced || 1) * inner)));
  const partial = backend.scratch(outer * chunks * inner * 8);
  const sizes = [outer, reduced, inner, rows, chunks, group, BLOCK];
  const integers = [backend.address(x), partial, output.address, ...sizes];
  integers.push(divide ? Math.max(1, reduced) : 1);
  backend.call("sumPartial", Math.ceil(outer / group) * chunks, integers);
  backend.call("sumFinish", Math.ceil(outer * inner / BLOCK), integers);
  return output;
}
