import type { RandomGenerator } from "../tensor/random.ts";
import { LeakyRelu } from "./activation.ts";
import { Convolution } from "./convolution.ts";
import { dBlock } from "./d_block.ts";
import { halvingGeometry, hiddenChannels, type ImageGeometry } from "./image_geometry.ts";
import type { Initialisation } from "./initialise.ts";
import { Network } from "./network.ts";
import { Reshape } from "./reshape.ts";

/** What a discriminator is made of. */
export interface DiscriminatorOptions extends Partial<ImageGeometry> {
  /** Whether batch norm follows the first convolution too. */
  normaliseFirst?: boolean;
  /** LeakyReLU's α; 0 makes it ReLU. */
  slope?: number;
  /** The filters' height and width where the side halves, 4 or 5. */
  kernel?: number;
  /** Whose first values. */
  initialisation?: Initialisation;
  /** The source of randomness for them. */
  random: RandomGenerator;
}

/**
 * The DCGAN's discriminator: from an image to a logit, high for a real one.
 *
 *     size → size/2 → … → 4×4 → 1
 *
 * It mirrors the generator: each D_block halves the side, and a last convolution sums
 * the 4×4 map up. The first convolution has no batch norm, as the paper advises, so
 * that the images' own mean and contrast reach the network; d2l's code has one there,
 * though its text says otherwise (`normaliseFirst`).
 *
 * The sigmoid is left to the loss, which computes it more exactly from the logit.
 *
 * Source: Radford et al. (2016), section 3, https://arxiv.org/abs/1511.06434; Zhang et
 * al., Dive into Deep Learning, section 20.2.3.
 *
 * @param options.size The images' side: 16, 32, 64 (by default) or 128.
 * @param options.width Channels at half the side, 1 or more; 64 by default.
 * @param options.channels 1 for grey, 3 (by default) for colour.
 * @param options.normaliseFirst Batch norm after the first convolution too; not by default.
 * @param options.slope LeakyReLU's α, by default the paper's .2; 0 makes it ReLU.
 * @param options.kernel 4 by default, as in PyTorch's tutorial, or the paper's 5, where
 * the side halves; the 4×4 map is always summed up by a kernel of 4.
 * @param options.initialisation Whose first values, by default PyTorch's tutorial's; see
 * `initialise.ts`.
 * @param options.random The source of randomness for them.
 * @returns A network from images `[batch, size, size, channels]` to logits `[batch, 1]`.
 * The caller disposes it.
 * @throws {RangeError} If a size is out of its range.
 */
export function createDiscriminator({
  size = 64,
  width = 64,
  channels = 3,
  normaliseFirst = false,
  slope = .2,
  kernel = 4,
  initialisation = "pytorchTutorial",
  random,
}: DiscriminatorOptions): Network {
  const action = "create a discriminator";
  const hidden = hiddenChannels({ size, width, channels }, action).reverse();
  const values = { initialisation, random };
  const geometry = halvingGeometry(kernel, action);
  const [first, ...others] = hidden;
  const firstSizes = { inputChannels: channels, outputChannels: first, ...geometry };
  return new Network(
    "discriminator",
    [
      ...(normaliseFirst ? [dBlock({ ...firstSizes, slope, ...values })] : [
        new Convolution({ ...firstSizes, bias: false, ...values }),
        new LeakyRelu({ slope }),
      ]),
      ...others.map((outputChannels, i) =>
        dBlock({
          inputChannels: hidden[i],
          outputChannels,
          ...geometry,
          slope,
          ...values,
        })
      ),
      new Convolution({
        inputChannels: hidden[hidden.length - 1],
        outputChannels: 1,
        kernel: 4,
        stride: 1,
        padding: 0,
        bias: false,
        ...values,
      }),
      new Reshape([1]),
    ],
    {
      inputShape: [size, size, channels],
      action: "judge images",
      inputName: "images",
      architecture: {
        network: "discriminator",
        size,
        width,
        channels,
        normaliseFirst,
        slope,
        kernel,
      },
    },
  );
}
