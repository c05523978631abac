/**
 * Elementwise functions of two tensors.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { WasmBackend, WasmTensor } from "../backend.ts";
import { CHUNK, elementwiseTasks } from "./elementwise_tasks.ts";
import { type KernelCall, runCpuKernel, type WasmKernel } from "./kernel.ts";

/** The period of an operand that is not repeated: longer than any tensor. */
export const WHOLE = 0x7fffff00;

/** tfjs's names of the ops, and the names of their exports. */
const EXPORTS = {
  Add: "add",
  Sub: "subtract",
  Multiply: "multiply",
  RealDiv: "divide",
  Maximum: "maximum",
  Minimum: "minimum",
  SquaredDifference: "squaredDifference",
};

/**
 * Sum, difference, product, quotient, maximum, minimum and squared difference.
 *
 * One operand may be a scalar or have the trailing axes of the other, as a bias of
 * `[channels]` has; other shapes that broadcast, and other types than float32, run
 * tfjs's kernel. All are rounded once, as in tfjs, but the squared difference twice.
 */
export const binaryKernels: readonly WasmKernel[] = Object.entries(EXPORTS).map((
  [name, kernel],
) => ({
  name,
  run: (call) => binary(call, kernel) ?? runCpuKernel(name, call),
}));

/** The sum of several tensors of one shape, added from the first to the last. */
export const addN: WasmKernel = {
  name: "AddN",
  run: (call) => {
    const terms = Object.values(call.inputs) as tf.TensorInfo[];
    if (terms.length < 2 || terms.some(({ dtype }) => dtype !== "float32")) {
      return runCpuKernel("AddN", call);
    }
    const { backend } = call;
    const sum = backend.output(terms[0].shape);
    const count = tf.util.sizeFromShape(sum.shape);
    let left = backend.address(terms[0]);
    for (const term of terms.slice(1)) {
      const integers = [left, backend.address(term), sum.address, count, CHUNK];
      backend.call("add", elementwiseTasks(count), [...integers, WHOLE, WHOLE]);
      left = sum.address;
    }
    return sum;
  },
};

function binary({ inputs, backend }: KernelCall, kernel: string): WasmTensor | null {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  if (a.dtype !== "float32" || b.dtype !== "float32") return null;
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  if (!repeats(a.shape, shape) || !repeats(b.shape, shape)) return null;
  const output = backend.output(shape);
  const count = tf.util.sizeFromShape(shape);
  if (count === 0) return output;
  const left = operand(backend, a, count);
  const right = operand(backend, b, count);
  const integers = [left.address, right.address, output.address, count, CHUNK];
  backend.call(kernel, elementwiseTasks(count), [...integers, left.period, right.period]);
  return output;
}

/** Whether a tensor is broadcast by repeating all of its values in their order. */
export function repeats(shape: number[], broadcast: number[]): boolean {
  const start = shape.findIndex((size) => size !== 1);
  const own = start < 0 ? [] : shape.slice(start);
  return tf.util.arraysEqual(own, broadcast.slice(broadcast.length - own.length));
}

/** An operand as the kernel reads it: whole, or repeated in scratch memory. */
function operand(
  backend: WasmBackend,
  tensor: tf.TensorInfo,
  count: number,
): { address: number; period: number } {
  const address = backend.address(tensor);
  const size = tf.util.sizeFromShape(tensor.shape);
  if (size === count) return { address, period: WHOLE };
  // The kernel loads four values at a time: at least four, and three more at the end.
  const period = size * Math.ceil(4 / size);
  const repeated = backend.scratch((period + 3) * 4);
  backend.call("repeatNumbers", 1, [address, repeated, size, period + 3]);
  return { address: repeated, period };
}
