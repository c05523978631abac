import * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "./random.ts";

/**
 * A tensor of numbers drawn uniformly from [low, high).
 *
 * The values are drawn in JavaScript and then handed to the backend, so they are the same
 * on every backend.
 *
 * @param shape The tensor's shape.
 * @param random The source of randomness; one draw a value, in row-major order.
 * @param options.low The smallest value, 0 by default.
 * @param options.high The bound above, 1 by default. Rounding to float32 may reach it
 * where `low` is not 0.
 * @returns A float32 tensor. The caller disposes it.
 * @throws {RangeError} If a size of the shape is no whole number from 0.
 */
export function uniformTensor(
  shape: number[],
  random: RandomGenerator,
  { low = 0, high = 1 }: { low?: number; high?: number } = {},
): tf.Tensor {
  return filled(shape, () => low + (high - low) * random.uniform());
}

/**
 * A tensor of numbers drawn from the normal distribution N(mean, deviation).
 *
 * The second parameter is the standard deviation, not the variance: N(0, .02) of the
 * DCGAN paper is `{ deviation: .02 }`.
 *
 * @param shape The tensor's shape.
 * @param random The source of randomness; one draw a value, in row-major order.
 * @param options.mean The mean, 0 by default.
 * @param options.deviation The standard deviation, 1 by default.
 * @returns A float32 tensor. The caller disposes it.
 * @throws {RangeError} If a size of the shape is no whole number from 0.
 */
export function normalTensor(
  shape: number[],
  random: RandomGenerator,
  { mean = 0, deviation = 1 }: { mean?: number; deviation?: number } = {},
): tf.Tensor {
  return filled(shape, () => mean + deviation * random.normal());
}

function filled(shape: number[], draw: () => number): tf.Tensor {
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new RangeError(
      "Cannot draw a tensor as 'shape' must have whole numbers from 0: " +
        `current value is [${shape.join(", ")}]`,
    );
  }
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) values[i] = draw();
  return tf.tensor(values, shape, "float32");
}
