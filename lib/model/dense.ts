import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";
import { createParameter, type InitialiseOptions, type Parameter } from "./parameter.ts";
import type { Layer } from "./sequence.ts";

/**
 * A dense layer: each output weighs all inputs.
 *
 *     y = x W + b
 *
 * W is `[inputs, outputs]`; PyTorch keeps its transpose.
 */
export class Dense implements Layer {
  readonly name = "dense";
  readonly modules = 1;
  readonly parameters: Parameter[];
  readonly #inputs: number;
  readonly #outputs: number;

  /**
   * @param options.inputs How many numbers an example has, 1 or more.
   * @param options.outputs How many it becomes, 1 or more.
   */
  constructor(
    { inputs, outputs, ...options }: InitialiseOptions & {
      inputs: number;
      outputs: number;
    },
  ) {
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.parameters = [
      createParameter("weight", "dense", [inputs, outputs], options),
      createParameter("bias", "bias", [outputs], options),
    ];
  }

  outputShape(inputShape: number[]): number[] {
    requireShape({ shape: inputShape }, [this.#inputs], {
      action: "apply a dense layer",
      name: "inputShape",
    });
    return [this.#outputs];
  }

  apply(x: tf.Tensor): tf.Tensor {
    requireShape(x, ["batch", this.#inputs], {
      action: "apply a dense layer",
      name: "x",
    });
    const [weight, bias] = this.parameters.map(({ value }) => value);
    return tf.tidy(() =>
      tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias)
    );
  }
}
