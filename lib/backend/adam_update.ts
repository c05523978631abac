/**
 * One step of the optimiser Adam for one variable, in place.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { requirePositive } from "../tensor/require_positive.ts";
import { ownMemory } from "./own_memory.ts";

/** What one update changes, and the gradient that it follows. */
export interface AdamUpdateTensors {
  /** θ, the parameter; updated. */
  parameter: tf.Variable;
  /** g, the loss's gradient with respect to the parameter; not changed. */
  gradient: tf.Tensor;
  /** m, the gradients' moving mean; updated. Zero before the first step. */
  firstMoment: tf.Variable;
  /** v, the squared gradients' moving mean; updated. Zero before the first step. */
  secondMoment: tf.Variable;
}

/** Adam's constants, and which step this is. */
export interface AdamUpdateOptions {
  /** The learning rate; above 0. The DCGAN paper's is 2e-4. */
  learningRate: number;
  /** β1, the first moment's decay, in [0, 1). The DCGAN paper's is .5. */
  beta1: number;
  /** β2, the second moment's decay, in [0, 1). */
  beta2: number;
  /** ε, added to the denominator; above 0. */
  epsilon: number;
  /** t, the number of this step: 1 is the first. */
  step: number;
}

/** Adam's options as the few numbers that every element's update needs. */
export interface AdamFactors {
  /** 1 − β1. */
  firstWeight: number;
  /** β2. */
  secondDecay: number;
  /** 1 − β2. */
  secondWeight: number;
  /** learning rate / (1 − β1ᵗ). */
  stepSize: number;
  /** √(1 − β2ᵗ). */
  secondCorrection: number;
  /** ε. */
  epsilon: number;
}

/**
 * Moves a parameter against its gradient, by steps that Adam's two moments scale.
 *
 *     m ← m + (1 − β1)(g − m)
 *     v ← β2 v + (1 − β2) g²
 *     θ ← θ − learningRate/(1 − β1ᵗ) · m / (√v / √(1 − β2ᵗ) + ε)
 *
 * This is PyTorch's arithmetic: ε is added after the bias correction of v, and the two
 * corrections are computed in double precision. `tf.train.adam` does neither and departs
 * from PyTorch by 3e-3 of the loss in ten steps. Where the backend has the kernel
 * `AdamUpdate` (`wasm-simd` has), it writes over the variables' own memory; memory that
 * another tensor shares (after `clone` or `reshape`) is first copied, so that only the
 * variables change.
 *
 * Source: Kingma and Ba (2015), algorithm 1, https://arxiv.org/abs/1412.6980
 *
 * @param tensors The parameter, its gradient and its moments, all of one shape, float32.
 * @param options Adam's constants; all must be given.
 * @throws {RangeError} If a shape differs from the parameter's or a constant is out of
 * its range.
 */
export function adamUpdate(tensors: AdamUpdateTensors, options: AdamUpdateOptions): void {
  checkTensors(tensors);
  const factors = adamFactors(options);
  if (!tf.getKernel("AdamUpdate", tf.getBackend())) {
    plainAdamUpdate(tensors, factors);
    return;
  }
  const { parameter, gradient, firstMoment, secondMoment } = tensors;
  for (const variable of [parameter, firstMoment, secondMoment]) ownMemory(variable);
  const inputs = { parameter, gradient, firstMoment, secondMoment };
  tf.engine().runKernel("AdamUpdate", inputs, { ...factors });
}

/**
 * The same from plain TensorFlow.js operations, for every backend; see
 * {@linkcode adamUpdate}, which chooses.
 *
 * @param tensors The parameter, its gradient and its moments, all of one shape, float32.
 * @param factors What {@linkcode adamFactors} made of the options.
 */
export function plainAdamUpdate(tensors: AdamUpdateTensors, factors: AdamFactors): void {
  const { parameter, gradient, firstMoment, secondMoment } = tensors;
  const { firstWeight, secondDecay, secondWeight, stepSize, secondCorrection, epsilon } =
    factors;
  tf.tidy(() => {
    const difference = tf.sub(gradient, firstMoment);
    // PyTorch's lerp starts from the nearer end; both forms are the same on paper.
    firstMoment.assign(
      firstWeight < 0.5
        ? tf.add(firstMoment, tf.mul(difference, firstWeight))
        : tf.sub(gradient, tf.mul(difference, 1 - firstWeight)),
    );
    secondMoment.assign(
      tf.add(
        tf.mul(secondMoment, secondDecay),
        tf.mul(tf.mul(gradient, secondWeight), gradient),
      ),
    );
    const denominator = tf.add(tf.div(tf.sqrt(secondMoment), secondCorrection), epsilon);
    parameter.assign(
      tf.add(parameter, tf.div(tf.mul(firstMoment, -stepSize), denominator)),
    );
  });
}

/**
 * Computes, in double precision, the numbers that all elements of a step share.
 *
 * @param options Adam's constants and the step.
 * @returns The factors of the three formulas in {@linkcode adamUpdate}.
 * @throws {RangeError} If a constant is out of its range.
 */
export function adamFactors(
  { learningRate, beta1, beta2, epsilon, step }: AdamUpdateOptions,
): AdamFactors {
  requirePositive(step, { action: "update a parameter", name: "step" });
  const cannot = "Cannot update a parameter as";
  for (const [name, value] of Object.entries({ learningRate, epsilon })) {
    if (!(value > 0)) {
      throw new RangeError(
        `${cannot} '${name}' must be above 0: current value is ${value}`,
      );
    }
  }
  for (const [name, value] of Object.entries({ beta1, beta2 })) {
    if (!(value >= 0 && value < 1)) {
      throw new RangeError(
        `${cannot} '${name}' must be in [0, 1): current value is ${value}`,
      );
    }
  }
  return {
    firstWeight: 1 - beta1,
    secondDecay: beta2,
    secondWeight: 1 - beta2,
    stepSize: learningRate / (1 - beta1 ** step),
    secondCorrection: Math.sqrt(1 - beta2 ** step),
    epsilon,
  };
}

function checkTensors({ parameter, ...others }: AdamUpdateTensors): void {
  for (const [name, tensor] of Object.entries(others)) {
    if (!tf.util.arraysEqual(tensor.shape, parameter.shape)) {
      throw new RangeError(
        `Cannot update a parameter as '${name}' must have its shape ` +
          `[${parameter.shape.join(", ")}]: current shape is ` +
          `[${tensor.shape.join(", ")}]`,
      );
    }
  }
}
