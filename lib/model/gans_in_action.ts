import type { RandomGenerator } from "../tensor/random.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import { LeakyRelu, Tanh } from "./activation.ts";
import { BatchNormActivation, KERAS_BATCH_NORM } from "./batch_norm.ts";
import { Convolution } from "./convolution.ts";
import { Dense } from "./dense.ts";
import type { Initialisation } from "./initialise.ts";
import { Network } from "./network.ts";
import { Reshape } from "./reshape.ts";
import { TransposedConvolution } from "./transposed_convolution.ts";

const SLOPE = .01;

/** What both networks of GANs in Action may be given. */
export interface GansInActionOptions {
  /** Channels of the largest hidden map, 1 or more. */
  width?: number;
  /** Whose first values. */
  initialisation?: Initialisation;
  /** The source of randomness for them. */
  random: RandomGenerator;
}

/**
 * The generator of GANs in Action, for 28×28 grey images.
 *
 *     latent → dense 7×7×256 → 14×14×128 → 14×14×64 → 28×28×1, tanh
 *
 * Kernel 3 and "same" padding throughout, with biases, which batch norm makes idle. A
 * kernel of 3 does not divide by the stride of 2: neighbouring pixels get unequal
 * numbers of contributions, the cause of checkerboards. First values as in Keras.
 *
 * Source: Langr and Bok (2019), GANs in Action, section 4.3.2.
 *
 * @param options.latentSize How many numbers a latent has, 1 or more.
 * @param options.width Channels of the second 14×14 map; the first has twice, the 7×7 map
 * four times as many.
 * @param options.initialisation Whose first values; see `initialise.ts`.
 * @param options.random The source of randomness for them.
 * @returns A network from latents `[batch, latentSize]` to images `[batch, 28, 28, 1]`
 * in (−1, 1). The caller disposes it.
 * @throws {RangeError} If `latentSize` or `width` is no positive integer.
 */
export function createGansInActionGenerator(
  { latentSize = 100, width = 64, initialisation = "keras", random }:
    & GansInActionOptions
    & { latentSize?: number },
): Network {
  const action = "create a generator";
  requirePositive(latentSize, { action, name: "latentSize" });
  requirePositive(width, { action, name: "width" });
  const values = { initialisation, random };
  const spread = (inputChannels: number, outputChannels: number, stride: number) =>
    new TransposedConvolution({
      inputChannels,
      outputChannels,
      kernel: 3,
      stride,
      padding: "same",
      bias: true,
      ...values,
    });
  const normalise = (channels: number) =>
    new BatchNormActivation({ channels, slope: SLOPE, ...KERAS_BATCH_NORM, ...values });
  return new Network(
    "generator",
    [
      new Dense({ inputs: latentSize, outputs: 7 * 7 * 4 * width, ...values }),
      new Reshape([7, 7, 4 * width]),
      spread(4 * width, 2 * width, 2),
      normalise(2 * width),
      spread(2 * width, width, 1),
      normalise(width),
      spread(width, 1, 2),
      new Tanh(),
    ],
    {
      inputShape: [latentSize],
      action: "generate images",
      inputName: "latents",
      architecture: { network: "gansInActionGenerator", latentSize, width },
    },
  );
}

/**
 * The discriminator of GANs in Action, for 28×28 grey images.
 *
 *     28×28×1 → 14×14×32 → 7×7×64 → 4×4×128 → 2048 → dense 1
 *
 * The book ends it in a sigmoid and prints 3×3×128 = 1152 for the last map; "same"
 * padding makes that 4×4×128 = 2048. Here the sigmoid is left to the loss, which
 * computes it more exactly: this network gives logits. First values as in Keras.
 *
 * Source: Langr and Bok (2019), GANs in Action, section 4.3.3.
 *
 * @param options.width Channels at 14×14; twice and four times as many behind.
 * @param options.initialisation Whose first values; see `initialise.ts`.
 * @param options.random The source of randomness for them.
 * @returns A network from images `[batch, 28, 28, 1]` to logits `[batch, 1]`. The caller
 * disposes it.
 * @throws {RangeError} If `width` is no positive integer.
 */
export function createGansInActionDiscriminator(
  { width = 32, initialisation = "keras", random }: GansInActionOptions,
): Network {
  requirePositive(width, { action: "create a discriminator", name: "width" });
  const values = { initialisation, random };
  const gather = (inputChannels: number, outputChannels: number) =>
    new Convolution({
      inputChannels,
      outputChannels,
      kernel: 3,
      stride: 2,
      padding: "same",
      bias: true,
      ...values,
    });
  const normalise = (channels: number) =>
    new BatchNormActivation({ channels, slope: SLOPE, ...KERAS_BATCH_NORM, ...values });
  return new Network(
    "discriminator",
    [
      gather(1, width),
      new LeakyRelu({ slope: SLOPE }),
      gather(width, 2 * width),
      normalise(2 * width),
      gather(2 * width, 4 * width),
      normalise(4 * width),
      new Reshape([4 * 4 * 4 * width]),
      new Dense({ inputs: 4 * 4 * 4 * width, outputs: 1, ...values }),
    ],
    {
      inputShape: [28, 28, 1],
      action: "judge images",
      inputName: "images",
      architecture: { network: "gansInActionDiscriminator", width },
    },
  );
}
