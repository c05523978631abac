import type { RandomGenerator } from "../tensor/random.ts";
import type { Padding } from "../tensor/convolution_size.ts";
import { BatchNormActivation, PYTORCH_BATCH_NORM } from "./batch_norm.ts";
import type { Initialisation } from "./initialise.ts";
import { Sequence } from "./sequence.ts";
import { TransposedConvolution } from "./transposed_convolution.ts";

/** What a generator's block is made of. */
export interface GBlockOptions {
  /** Channels of the input, 1 or more. */
  inputChannels: number;
  /** Channels of the output, 1 or more. */
  outputChannels: number;
  /** The filter's height and width. */
  kernel?: number;
  /** How many times as large the output is. */
  stride?: number;
  /** Rows that the transposed convolution takes away on each side. */
  padding?: Padding;
  /** Rows that it adds at the end, below the stride. */
  outputPadding?: number;
  /** Whose first values. */
  initialisation?: Initialisation;
  /** The source of randomness for them. */
  random: RandomGenerator;
}

/**
 * G_block: a transposed convolution, batch norm and ReLU; it doubles height and width.
 *
 * The convolution has no bias, because batch norm would subtract it again.
 *
 * Source: Radford et al. (2016), https://arxiv.org/abs/1511.06434; Zhang et al., Dive
 * into Deep Learning, section 20.2.2.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { RandomGenerator } from "../tensor/random.ts";
 * import { gBlock } from "./g_block.ts";
 *
 * const random = new RandomGenerator(1);
 * const block = gBlock({ inputChannels: 3, outputChannels: 20, random });
 * const x = tf.zeros([2, 16, 16, 3]);
 * console.log(block.apply(x, { training: true }).shape); // [2, 32, 32, 20]
 * ```
 *
 * @param options Channels, and what else differs from the paper's block.
 * @returns The block. The caller disposes it, or the network that takes it in.
 */
export function gBlock({
  inputChannels,
  outputChannels,
  kernel = 4,
  stride = 2,
  padding = 1,
  outputPadding = 0,
  initialisation = "pytorchTutorial",
  random,
}: GBlockOptions): Sequence {
  const values = { initialisation, random };
  const sizes = { inputChannels, outputChannels, kernel, stride, padding, outputPadding };
  return new Sequence("G_block", [
    new TransposedConvolution({ ...sizes, bias: false, ...values }),
    new BatchNormActivation({
      channels: outputChannels,
      slope: 0,
      ...PYTORCH_BATCH_NORM,
      ...values,
    }),
  ]);
}
