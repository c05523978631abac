import * as tf from "@tensorflow/tfjs";
import type { RandomGenerator } from "../tensor/random.ts";
import { type Initialisation, initialValue, type ParameterRole } from "./initialise.ts";

/** One tensor of a layer or network that stays from step to step. */
export interface Parameter {
  /**
   * Its name as in PyTorch. A layer says "weight"; a network puts the layer's place in
   * the tutorial's `Sequential` before it: "main.0.weight".
   */
  readonly key: string;
  /** The values. The layer that made them disposes them. */
  readonly value: tf.Variable;
  /** Whether an optimiser changes it; running statistics are not trainable. */
  readonly trainable: boolean;
  /** What it does in its layer. */
  readonly role: ParameterRole;
}

/** What all layers need to make their parameters. */
export interface InitialiseOptions {
  /** Whose first values. */
  initialisation: Initialisation;
  /** The source of randomness. */
  random: RandomGenerator;
}

/**
 * Makes a parameter with its first value.
 *
 * @param key Its name within the layer, as in PyTorch.
 * @param role What it does; running statistics become untrainable.
 * @param shape Its shape.
 * @param options Whose first values, and the source of randomness.
 * @returns The parameter. Its layer disposes `value`.
 */
export function createParameter(
  key: string,
  role: ParameterRole,
  shape: number[],
  options: InitialiseOptions,
): Parameter {
  const trainable = role !== "runningMean" && role !== "runningVariance";
  const initial = initialValue(role, shape, options);
  const value = tf.variable(initial, trainable);
  initial.dispose();
  return { key, value, trainable, role };
}
