import * as tf from "@tensorflow/tfjs";
import type { Parameter } from "./parameter.ts";
import type { Layer } from "./sequence.ts";

/**
 * Gives each example another shape and the same numbers, in row-major order.
 *
 * It counts as no module: PyTorch's tutorial hands its networks latents and takes logits
 * that are already 1×1 images.
 */
export class Reshape implements Layer {
  readonly name: string;
  readonly modules = 0;
  readonly parameters: Parameter[] = [];
  readonly #shape: readonly number[];

  /** @param shape The new shape without the batch. */
  constructor(shape: number[]) {
    this.name = shape.length === 1 ? "flatten" : "reshape";
    this.#shape = shape;
  }

  outputShape(inputShape: number[]): number[] {
    const sizes = [inputShape, [...this.#shape]].map(tf.util.sizeFromShape);
    if (sizes[0] !== sizes[1]) {
      throw new RangeError(
        `Cannot ${this.name} as 'inputShape' must hold ${sizes[1]} numbers for ` +
          `[${this.#shape.join(", ")}]: current shape is [${inputShape.join(", ")}]`,
      );
    }
    return [...this.#shape];
  }

  apply(x: tf.Tensor): tf.Tensor {
    const [batch, ...inputShape] = x.shape;
    return tf.reshape(x, [batch, ...this.outputShape(inputShape)]);
  }
}
