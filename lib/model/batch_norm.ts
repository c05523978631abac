import * as tf from "@tensorflow/tfjs";
import { batchNormActivation } from "../backend/batch_norm_activation.ts";
import { followStatistics } from "../backend/running_statistics.ts";
import { requireShape } from "../tensor/require_shape.ts";
import { activate, activationName } from "./activation.ts";
import { createParameter, type InitialiseOptions, type Parameter } from "./parameter.ts";
import type { ApplyOptions, Layer } from "./sequence.ts";

/** PyTorch's and MXNet's constants of batch norm. */
export const PYTORCH_BATCH_NORM = { epsilon: 1e-5, momentum: .1 };

/** Keras's constants; its momentum, .99, is one minus the one here. */
export const KERAS_BATCH_NORM = { epsilon: 1e-3, momentum: .01 };

/**
 * Batch normalisation and the activation after it, as one layer.
 *
 *     y = activation(γ (x − mean) / √(variance + ε) + β)
 *
 * In training, mean and variance are the batch's own, and the running ones follow:
 *
 *     running ← (1 − momentum) · running + momentum · batch
 *
 * The batch is divided by its biased variance, of m values, but the running variance
 * takes the unbiased one, m/(m − 1) times as large. That is PyTorch's way, and Keras's
 * when GANs in Action was written (Keras 3 keeps the biased one). In inference the
 * running statistics take the batch's place, so an image does not depend on the others.
 *
 * Source: Ioffe and Szegedy (2015), algorithms 1 and 2, https://arxiv.org/abs/1502.03167
 */
export class BatchNormActivation implements Layer {
  readonly name: string;
  readonly modules: number;
  readonly parameters: Parameter[];
  readonly #channels: number;
  readonly #slope: number;
  readonly #epsilon: number;
  readonly #momentum: number;

  /**
   * @param options.channels The input's last axis, 1 or more.
   * @param options.slope The activation's α: 0 is ReLU, 1 none at all.
   * @param options.epsilon ε, above 0.
   * @param options.momentum The newest batch's share in the running statistics, [0, 1].
   */
  constructor(
    { channels, slope, epsilon, momentum, ...options }: InitialiseOptions & {
      channels: number;
      slope: number;
      epsilon: number;
      momentum: number;
    },
  ) {
    this.name = slope === 1 ? "batch norm" : `batch norm, ${activationName(slope)}`;
    this.modules = slope === 1 ? 1 : 2;
    this.parameters = [
      createParameter("weight", "gamma", [channels], options),
      createParameter("bias", "beta", [channels], options),
      createParameter("running_mean", "runningMean", [channels], options),
      createParameter("running_var", "runningVariance", [channels], options),
    ];
    this.#channels = channels;
    this.#slope = slope;
    this.#epsilon = epsilon;
    this.#momentum = momentum;
  }

  outputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  apply(x: tf.Tensor, { training }: ApplyOptions): tf.Tensor {
    const free = x.rank === 2 ? ["batch"] : ["batch", "height", "width"];
    requireShape(x, [...free, this.#channels], { action: "normalise", name: "x" });
    return tf.tidy(() => training ? this.#train(x) : this.#infer(x));
  }

  #train(x: tf.Tensor): tf.Tensor {
    const count = x.size / this.#channels;
    if (count < 2) {
      throw new RangeError(
        "Cannot normalise a batch in training as 'x' must hold 2 or more values a " +
          `channel: current shape is [${x.shape.join(", ")}]`,
      );
    }
    const [gamma, beta, runningMean, runningVariance] = this.#variables();
    const [y, mean, variance] = batchNormActivation(x, gamma, beta, {
      epsilon: this.#epsilon,
      slope: this.#slope,
    });
    followStatistics({ runningMean, runningVariance, mean, variance }, {
      momentum: this.#momentum,
      count,
    });
    return y;
  }

  #infer(x: tf.Tensor): tf.Tensor {
    const [gamma, beta, mean, variance] = this.#variables();
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, this.#epsilon)));
    const shift = tf.sub(beta, tf.mul(mean, scale));
    const u = tf.add(tf.mul(x, scale), shift);
    return this.#slope === 1 ? u : activate(u, this.#slope);
  }

  #variables(): tf.Variable[] {
    return this.parameters.map(({ value }) => value);
  }
}
