import * as tf from "@tensorflow/tfjs";
import type { Parameter } from "./parameter.ts";
import type { Layer } from "./sequence.ts";

/**
 * LeakyReLU without batch norm before it.
 *
 *     y = x where x > 0, else α x
 *
 * α is written out everywhere: the default is .01 in PyTorch, .3 in Keras's layer and .2
 * in tfjs's operation.
 *
 * Source: Maas et al. (2013), Rectifier nonlinearities improve neural network acoustic
 * models, section 2.
 */
export class LeakyRelu implements Layer {
  readonly name: string;
  readonly modules = 1;
  readonly parameters: Parameter[] = [];
  readonly #slope: number;

  /** @param options.slope α; 0 makes it ReLU. The DCGAN paper's is .2. */
  constructor({ slope }: { slope: number }) {
    this.name = activationName(slope);
    this.#slope = slope;
  }

  outputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  apply(x: tf.Tensor): tf.Tensor {
    return activate(x, this.#slope);
  }
}

/** tanh, which brings a generator's images into (−1, 1). */
export class Tanh implements Layer {
  readonly name = "tanh";
  readonly modules = 1;
  readonly parameters: Parameter[] = [];

  outputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  apply(x: tf.Tensor): tf.Tensor {
    return tf.tanh(x);
  }
}

/**
 * ReLU or LeakyReLU of a tensor, by its slope.
 *
 * @param x Any tensor. Not disposed.
 * @param slope α: 0 is ReLU.
 * @returns The same shape. The caller disposes it.
 */
export function activate(x: tf.Tensor, slope: number): tf.Tensor {
  return slope === 0 ? tf.relu(x) : tf.leakyRelu(x, slope);
}

/**
 * An activation in words: "ReLU" or "LeakyReLU .2".
 *
 * @param slope α: 0 is ReLU.
 */
export function activationName(slope: number): string {
  return slope === 0 ? "ReLU" : `LeakyReLU ${String(slope).replace(/^0\./, ".")}`;
}
