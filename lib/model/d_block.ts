import type { Padding } from "../tensor/convolution_size.ts";
import type { RandomGenerator } from "../tensor/random.ts";
import { BatchNormActivation, PYTORCH_BATCH_NORM } from "./batch_norm.ts";
import { Convolution } from "./convolution.ts";
import type { Initialisation } from "./initialise.ts";
import { Sequence } from "./sequence.ts";

/** What a discriminator's block is made of. */
export interface DBlockOptions {
  /** Channels of the input, 1 or more. */
  inputChannels: number;
  /** Channels of the output, 1 or more. */
  outputChannels: number;
  /** The filter's height and width. */
  kernel?: number;
  /** How many times as small the output is. */
  stride?: number;
  /** Zeros on each side. */
  padding?: Padding;
  /** LeakyReLU's α; 0 makes it ReLU. */
  slope?: number;
  /** Whose first values. */
  initialisation?: Initialisation;
  /** The source of randomness for them. */
  random: RandomGenerator;
}

/**
 * D_block: a convolution, batch norm and LeakyReLU; it halves height and width.
 *
 * It mirrors G_block, but LeakyReLU in ReLU's place lets gradients through where an
 * activation is negative. The convolution has no bias, because batch norm would subtract
 * it again.
 *
 * Source: Radford et al. (2016), https://arxiv.org/abs/1511.06434; Zhang et al., Dive
 * into Deep Learning, section 20.2.3.
 *
 * @param options Channels, and what else differs from the paper's block.
 * @returns The block. The caller disposes it, or the network that takes it in.
 */
export function dBlock({
  inputChannels,
  outputChannels,
  kernel = 4,
  stride = 2,
  padding = 1,
  slope = .2,
  initialisation = "pytorchTutorial",
  random,
}: DBlockOptions): Sequence {
  const values = { initialisation, random };
  const sizes = { inputChannels, outputChannels, kernel, stride, padding };
  return new Sequence("D_block", [
    new Convolution({ ...sizes, bias: false, ...values }),
    new BatchNormActivation({
      channels: outputChannels,
      slope,
      ...PYTORCH_BATCH_NORM,
      ...values,
    }),
  ]);
}
