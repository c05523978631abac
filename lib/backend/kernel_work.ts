/**
 * How much work one run of a kernel is, from its shapes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** One run of a kernel, after it. */
export interface KernelRun {
  /** tfjs's name of the op. */
  kernel: string;
  inputs: tf.NamedTensorInfoMap;
  attrs: tf.NamedAttrMap;
  outputs: readonly tf.TensorInfo[];
}

/** The inputs that a kernel writes over, instead of returning outputs. */
const OVERWRITTEN: Record<string, string[]> = {
  AdamUpdate: ["parameter", "firstMoment", "secondMoment"],
  RunningStatistics: ["runningMean", "runningVariance"],
};

/** What a run needs at least. */
export interface KernelWork {
  /** Multiplications and additions of the plain sum, or null where nobody counts them. */
  operations: number | null;
  /** Bytes, each input read once and each output written once. */
  bytes: number;
}

/**
 * Counts a run's arithmetic and its least traffic.
 *
 *     Conv2D and its two gradients: 2 · batch · height · width · kernel² · Cin · Cout
 *     matrix product m×k times k×n: 2 · m · n · k
 *
 * Height and width are those of the convolution's output. The sum is the plain one: a
 * kernel by Winograd's method does fewer operations and may so seem faster than the
 * processor can be. Taps that fall on padding count. A tensor that shares its memory
 * with the other side, as after Reshape, moves no byte. Inputs that a kernel writes over
 * are counted twice.
 *
 * @param run The kernel's name, what went in and what came out.
 */
export function kernelWork(run: KernelRun): KernelWork {
  return { operations: countOperations(run), bytes: countBytes(run) };
}

function countOperations({ kernel, inputs, attrs, outputs }: KernelRun): number | null {
  switch (kernel) {
    case "Conv2D":
    case "FusedConv2D":
      return convolutionOperations(outputs[0].shape, shapeOf(inputs.filter));
    case "Conv2DBackpropInput":
      return convolutionOperations(shapeOf(inputs.dy), shapeOf(inputs.filter));
    case "Conv2DBackpropFilter":
      return convolutionOperations(shapeOf(inputs.dy), outputs[0].shape);
    case "BatchMatMul":
    case "_FusedMatMul": {
      const inner = shapeOf(inputs.a).at(attrs.transposeA ? -2 : -1) ?? 0;
      return 2 * tf.util.sizeFromShape(outputs[0].shape) * inner;
    }
    default:
      return null;
  }
}

function convolutionOperations(output: number[], filter: number[]): number {
  return 2 * tf.util.sizeFromShape(output) * tf.util.sizeFromShape(filter.slice(0, 3));
}

function countBytes({ kernel, inputs, outputs }: KernelRun): number {
  // Some ops hand in a list; values that were left out are undefined.
  const read = (Object.values(inputs).flat() as (tf.TensorInfo | undefined)[])
    .filter((tensor) => tensor !== undefined && tensor !== null);
  const moved = (tensors: readonly tf.TensorInfo[], others: readonly tf.TensorInfo[]) =>
    tensors
      .filter(({ dataId }) => !others.some((other) => other.dataId === dataId))
      .reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  const overwritten = (OVERWRITTEN[kernel] ?? [])
    .map((name) => inputs[name] as tf.TensorInfo);
  return moved(read, outputs) + moved(outputs, read) + moved(overwritten, []);
}

function bytesOf({ shape, dtype }: tf.TensorInfo): number {
  if (dtype === "string") return 0;
  return tf.util.sizeFromShape(shape) * tf.util.bytesPerElement(dtype);
}

function shapeOf(input: tf.NamedTensorInfoMap[string]): number[] {
  return (input as tf.TensorInfo).shape;
}
