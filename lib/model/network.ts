import type * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";
import { type ApplyOptions, type Layer, Sequence } from "./sequence.ts";
import { type SummaryRow, summaryRows } from "./summary.ts";

/** Which network this is and its sizes, so that a file can say how to build it again. */
export type Architecture =
  | {
    network: "generator";
    size: number;
    width: number;
    channels: number;
    latentSize: number;
    /** 4 if absent. */
    kernel?: number;
  }
  | {
    network: "discriminator";
    size: number;
    width: number;
    channels: number;
    normaliseFirst: boolean;
    slope: number;
    /** 4 if absent. */
    kernel?: number;
  }
  | {
    network: "gansInActionGenerator";
    latentSize: number;
    /** 64 if absent. */
    width?: number;
  }
  | {
    network: "gansInActionDiscriminator";
    /** 32 if absent. */
    width?: number;
  };

/** What a network is, besides its layers. */
export interface NetworkOptions {
  /** The input's shape without the batch: `[100]`, or `[64, 64, 3]`. */
  inputShape: number[];
  /** What the network does, for its errors: "generate images". */
  action: string;
  /** The input's name, for its errors: "latents". */
  inputName: string;
  /** How to build another of the same shapes. */
  architecture: Architecture;
}

/**
 * A whole generator or discriminator.
 *
 * Unlike a block it knows its input's shape, and its parameters have the keys of
 * PyTorch's DCGAN tutorial: "main.0.weight", counted with the activations.
 */
export class Network extends Sequence {
  readonly inputShape: number[];
  readonly architecture: Architecture;
  readonly #action: string;
  readonly #inputName: string;

  /**
   * @param name "generator" or "discriminator".
   * @param layers The first layer first. The network disposes their parameters.
   * @param options What else it is.
   * @throws {RangeError} If the layers do not fit one another.
   */
  constructor(
    name: string,
    layers: Layer[],
    { inputShape, action, inputName, architecture }: NetworkOptions,
  ) {
    super(name, layers, { prefix: "main." });
    this.inputShape = inputShape;
    this.architecture = architecture;
    this.#action = action;
    this.#inputName = inputName;
    this.outputShape(inputShape);
  }

  /**
   * Applies the network to a batch.
   *
   * @param x `[batch, …inputShape]`. Not disposed.
   * @param options Whether batch norm trains; then the running statistics change.
   * @returns Images `[batch, size, size, channels]` in (−1, 1), or logits `[batch, 1]`.
   * The caller disposes them.
   * @throws {RangeError} If the shape of `x` differs, or batch norm trains on a single
   * value.
   */
  override apply(x: tf.Tensor, options: ApplyOptions): tf.Tensor {
    requireShape(x, ["batch", ...this.inputShape], {
      action: this.#action,
      name: this.#inputName,
    });
    return super.apply(x, options);
  }

  /** One row a layer: what it is, its output's shape, how much it holds. */
  summary(): SummaryRow[] {
    return summaryRows(this.layers, this.inputShape);
  }
}
