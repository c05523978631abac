import * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";

/** What a parameter does in its layer; decides its first value. */
export type ParameterRole =
  | "convolution"
  | "transposedConvolution"
  | "dense"
  | "bias"
  | "gamma"
  | "beta"
  | "runningMean"
  | "runningVariance";

/**
 * Whose first values a network gets.
 *
 * - "pytorchTutorial": weights N(0, .02), γ N(1, .02), biases and β 0.
 * - "d2l": everything that learns N(0, .02). Its γ near 0 is a mistake of that book's
 *   PyTorch code: it makes every normalised activation small at first.
 * - "keras": weights Glorot-uniform, γ 1, biases and β 0.
 */
export type Initialisation = "pytorchTutorial" | "d2l" | "keras";

/**
 * A parameter's first value.
 *
 * N(0, .02) means a standard deviation of .02. Running means start at 0 and running
 * variances at 1, whatever the initialisation.
 *
 * Source: Radford et al. (2016), section 4, https://arxiv.org/abs/1511.06434; PyTorch's
 * DCGAN tutorial, `weights_init`; Glorot and Bengio (2010), eq. 16,
 * https://proceedings.mlr.press/v9/glorot10a.html
 *
 * @param role What the parameter does.
 * @param shape Its shape: HWIO, HWOI, `[inputs, outputs]` or `[channels]`.
 * @param options.initialisation Whose values.
 * @param options.random The source of randomness; constants draw nothing from it.
 * @returns A float32 tensor. The caller disposes it.
 */
export function initialValue(
  role: ParameterRole,
  shape: number[],
  { initialisation, random }: {
    initialisation: Initialisation;
    random: RandomGenerator;
  },
): tf.Tensor {
  const deviation = .02;
  if (role === "runningMean") return tf.zeros(shape);
  if (role === "runningVariance") return tf.ones(shape);
  if (initialisation === "d2l") return normalTensor(shape, random, { deviation });
  if (role === "bias" || role === "beta") return tf.zeros(shape);
  if (initialisation === "keras") {
    if (role === "gamma") return tf.ones(shape);
    const high = glorotLimit(shape);
    return uniformTensor(shape, random, { low: -high, high });
  }
  return normalTensor(shape, random, { mean: role === "gamma" ? 1 : 0, deviation });
}

/** √(6 / (fan in + fan out)); a fan counts the weights that meet in one value. */
function glorotLimit(shape: number[]): number {
  const [rows, columns] = shape.slice(-2);
  const positions = tf.util.sizeFromShape(shape.slice(0, -2));
  return Math.sqrt(6 / (positions * (rows + columns)));
}
