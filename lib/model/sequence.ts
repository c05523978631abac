import * as tf from "@tensorflow/tfjs";
import type { Parameter } from "./parameter.ts";

/** How a layer is applied. */
export interface ApplyOptions {
  /**
   * Whether batch norm uses this batch's statistics and updates its running ones (true),
   * or uses its running statistics and changes nothing (false).
   */
  training: boolean;
}

/** One step from activations to activations, with its parameters. */
export interface Layer {
  /** What it is, for a summary: "convolution 4×4, stride 2, padding 1". */
  readonly name: string;
  /** How many modules it stands for in PyTorch's `Sequential`, where keys count them. */
  readonly modules: number;
  /** Its parameters, in PyTorch's order. */
  readonly parameters: Parameter[];
  /**
   * The shape of what it returns.
   *
   * @param inputShape The input's shape without the batch, such as `[32, 32, 64]`.
   * @throws {RangeError} If no such input fits.
   */
  outputShape(inputShape: number[]): number[];
  /**
   * Applies it to a batch.
   *
   * @param x Activations, batch first, channels last. Not disposed.
   * @returns New activations. The caller disposes them.
   * @throws {RangeError} If the shape of `x` does not fit.
   */
  apply(x: tf.Tensor, options: ApplyOptions): tf.Tensor;
}

/**
 * Layers one after the other, as one layer.
 *
 * A sequence among the layers gives its own layers in its place, so the keys count on
 * as in PyTorch's flat `Sequential`.
 */
export class Sequence implements Layer {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly modules: number;
  readonly parameters: Parameter[];

  /**
   * @param name What it is.
   * @param layers The first layer first. The sequence disposes their parameters.
   * @param options.prefix What stands before each key: "main." in a whole network.
   */
  constructor(name: string, layers: Layer[], { prefix = "" } = {}) {
    this.name = name;
    this.layers = layers.flatMap((layer) =>
      layer instanceof Sequence ? layer.layers : [layer]
    );
    let modules = 0;
    this.parameters = this.layers.flatMap((layer) => {
      const place = modules;
      modules += layer.modules;
      return layer.parameters.map((parameter) => ({
        ...parameter,
        key: `${prefix}${place}.${parameter.key}`,
      }));
    });
    this.modules = modules;
  }

  /** The variables that an optimiser changes, in the order of `parameters`. */
  get trainable(): tf.Variable[] {
    return this.parameters.filter(({ trainable }) => trainable).map(({ value }) => value);
  }

  outputShape(inputShape: number[]): number[] {
    return this.layers.reduce((shape, layer) => layer.outputShape(shape), inputShape);
  }

  /**
   * Applies the layers in turn; each one's output is freed once the next has read it.
   *
   * @param x Activations, batch first, channels last. Not disposed.
   * @param options Whether batch norm trains.
   * @returns The last layer's output. The caller disposes it.
   * @throws {TypeError} If the options do not say whether batch norm trains.
   */
  apply(x: tf.Tensor, options: ApplyOptions): tf.Tensor {
    requireMode(options, this.name);
    return tf.tidy(() =>
      this.layers.reduce((input, layer) => {
        const output = tf.tidy(() => layer.apply(input, options));
        if (input !== x) input.dispose();
        return output;
      }, x)
    );
  }

  /** Frees all parameters, running statistics included. */
  dispose(): void {
    for (const { value } of this.parameters) value.dispose();
  }
}

/** A notebook checks no types, and a mode that is missing would pass for inference. */
function requireMode(options: Partial<ApplyOptions> | undefined, name: string) {
  const training = options?.training;
  if (typeof training !== "boolean") {
    throw new TypeError(
      `Cannot apply the ${name} as 'training' must be true or false: current value is ` +
        training,
    );
  }
}
