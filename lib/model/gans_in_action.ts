import type { RandomGenerator } from "../tensor/random.ts";
import { LeakyRelu, Tanh } from "./activation.ts";
import { BatchNormActivation, KERAS_BATCH_NORM } from "./batch_norm.ts";
import { Convolution } from "./convolution.ts";
import { Dense } from "./dense.ts";
import { requireLatentSize } from "./image_geometry.ts";
import { Network } from "./network.ts";
import { Reshape } from "./reshape.ts";
import { TransposedConvolution } from "./transposed_convolution.ts";

const SLOPE = .01;

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
 * @param options.random The source of randomness for the first values.
 * @returns A network from latents `[batch, latentSize]` to images `[batch, 28, 28, 1]`
 * in (−1, 1). The caller disposes it.
 * @throws {RangeError} If `latentSize` is no positive integer.
 */
export function createGansInActionGenerator(
  { latentSize = 100, random }: { latentSize?: number; random: RandomGenerator },
): Network {
  requireLatentSize(latentSize, "create a generator");
  const values = { initialisation: "keras", random } as const;
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
      new Dense({ inputs: latentSize, outputs: 7 * 7 * 256, ...values }),
      new Reshape([7, 7, 256]),
      spread(256, 128, 2),
      normalise(128),
      spread(128, 64, 1),
      normalise(64),
      spread(64, 1, 2),
      new Tanh(),
    ],
    {
      inputShape: [latentSize],
      action: "generate images",
      inputName: "latents",
      architecture: { network: "gansInActionGenerator", latentSize },
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
 * @param options.random The source of randomness for the first values.
 * @returns A network from images `[batch, 28, 28, 1]` to logits `[batch, 1]`. The caller
 * disposes it.
 */
export function createGansInActionDiscriminator(
  { random }: { random: RandomGenerator },
): Network {
  const values = { initialisation: "keras", random } as const;
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
      gather(1, 32),
      new LeakyRelu({ slope: SLOPE }),
      gather(32, 64),
      normalise(64),
      gather(64, 128),
      normalise(128),
      new Reshape([4 * 4 * 128]),
      new Dense({ inputs: 4 * 4 * 128, outputs: 1, ...values }),
    ],
    {
      inputShape: [28, 28, 1],
      action: "judge images",
      inputName: "images",
      architecture: { network: "gansInActionDiscriminator" },
    },
  );
}
