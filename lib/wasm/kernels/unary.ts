/**
 * Elementwise functions of one tensor.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { CHUNK, elementwiseTasks } from "./elementwise_tasks.ts";
import { runCpuKernel, type WasmKernel } from "./kernel.ts";

/** tfjs's names of the ops, and the names of their exports. */
const EXPORTS = {
  Neg: "negate",
  Abs: "absolute",
  Square: "square",
  Sqrt: "squareRoot",
  Rsqrt: "inverseSquareRoot",
  Exp: "exponential",
  Sigmoid: "sigmoid",
  Softplus: "softplus",
  Tanh: "tanh",
  Relu: "relu",
  LeakyRelu: "leakyRelu",
  Step: "step",
};

/**
 * Signs, powers, exponentials and activations of float32; other types run tfjs's kernel.
 *
 * Exp is within 2e-7 of its value, Sigmoid, Softplus and Tanh within 3e-7. Softplus is
 * ln(1 + eˣ) everywhere: tfjs's returns x or eˣ beyond a threshold.
 */
export const unaryKernels: readonly WasmKernel[] = Object.entries(EXPORTS).map((
  [name, kernel],
) => ({
  name,
  run: (call) => {
    const x = call.inputs.x as tf.TensorInfo;
    if (x.dtype !== "float32") return runCpuKernel(name, call);
    const { attrs, backend } = call;
    const y = backend.output(x.shape);
    const count = tf.util.sizeFromShape(x.shape);
    const integers = [backend.address(x), y.address, count, CHUNK];
    const slope = typeof attrs.alpha === "number" ? attrs.alpha : 0;
    backend.call(kernel, elementwiseTasks(count), integers, [slope]);
    return y;
  },
}));
