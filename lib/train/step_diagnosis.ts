import * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import { outsideTape } from "./outside_tape.ts";

/** What a step measures only on demand, as it costs a pass over all gradients. */
export interface StepDiagnosis {
  /** The share of real images that D judged real (logit > 0), before its update. */
  accuracyReal: number;
  /** The share of fake images that D judged fake (logit ≤ 0), before its update. */
  accuracyFake: number;
  /** L2 norm of the gradient that D's optimiser got, over all its trainable values. */
  gradientNormD: number;
  /** L2 norm of the gradient that G's optimiser got, over all its trainable values. */
  gradientNormG: number;
  /**
   * L2 norm of how far G's turn moved D's running statistics: 0 if D's batch norm ran in
   * inference mode there; null without batch norm.
   */
  statisticsShiftD: number | null;
}

/**
 * How many images of each kind D judged rightly; one with a logit above 0 is judged real.
 *
 * @param realLogits D(x), any shape. Not disposed.
 * @param fakeLogits D(G(z)), any shape. Not disposed.
 * @returns Two scalars in [0, 1]: of the real ones, of the fake ones. The caller disposes
 * them.
 */
export function accuracies(realLogits: tf.Tensor, fakeLogits: tf.Tensor): tf.Tensor[] {
  return tf.tidy(() =>
    [tf.greater(realLogits, 0), tf.lessEqual(fakeLogits, 0)]
      .map((right) => tf.mean(tf.cast(right, "float32")))
  );
}

/**
 * The L2 norm of a gradient in several tensors: √ of the sum of all squares.
 *
 * @param gradients At least one. Not disposed.
 * @returns A scalar. The caller disposes it.
 */
export function gradientNorm(gradients: tf.Tensor[]): tf.Tensor {
  return tf.tidy(() =>
    tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))))
  );
}

/**
 * Watches how far a network's running statistics move.
 *
 * A pass in training mode moves them, whatever the data, and one in inference mode does
 * not. It works inside a gradient that is being recorded, and is no part of it.
 *
 * @param network Not changed.
 * @returns To be called after the pass, in the same `tf.tidy()`: the L2 norm of the
 *   movement since now, a scalar; none for a network without batch norm.
 */
export function watchStatistics(network: Network): () => tf.Scalar[] {
  const running = network.parameters.filter(({ trainable }) => !trainable)
    .map(({ value }) => value);
  if (running.length === 0) return () => [];
  const before = outsideTape(() => running.map((value) => tf.clone(value)));
  return () => [
    outsideTape(() =>
      gradientNorm(running.map((value, i) => tf.sub(value, before[i]))) as tf.Scalar
    ),
  ];
}
