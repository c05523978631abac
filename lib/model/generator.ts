import type { RandomGenerator } from "../tensor/random.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import { Tanh } from "./activation.ts";
import { gBlock } from "./g_block.ts";
import { halvingGeometry, hiddenChannels, type ImageGeometry } from "./image_geometry.ts";
import type { Initialisation } from "./initialise.ts";
import { Network } from "./network.ts";
import { Reshape } from "./reshape.ts";
import { TransposedConvolution } from "./transposed_convolution.ts";

/** What a generator is made of. */
export interface GeneratorOptions extends Partial<ImageGeometry> {
  /** How many numbers a latent has. */
  latentSize?: number;
  /** The filters' height and width where the side doubles, 4 or 5. */
  kernel?: number;
  /** Whose first values. */
  initialisation?: Initialisation;
  /** The source of randomness for them. */
  random: RandomGenerator;
}

/**
 * The DCGAN's generator: from a latent, a point of normal noise, to an image.
 *
 *     latent → 4×4 → 8×8 → … → size/2 → size, tanh
 *
 * A first G_block (stride 1, padding 0) makes the 4×4 map, each next one doubles the
 * side, and a transposed convolution without batch norm gives the image. Channels go
 * from width · size / 8 down to width: 512, 256, 128, 64 for the sources' 64×64.
 *
 * Source: Radford et al. (2016), figure 1, https://arxiv.org/abs/1511.06434
 *
 * @param options.size The images' side: 16, 32, 64 (by default) or 128.
 * @param options.width Channels at half the side, 1 or more; 64 by default.
 * @param options.channels 1 for grey, 3 (by default) for colour.
 * @param options.latentSize How many numbers a latent has, 1 or more; 100 by default.
 * @param options.kernel 4 by default, as in PyTorch's tutorial, or the paper's 5, where
 * the side doubles; the 4×4 map is always made by a kernel of 4.
 * @param options.initialisation Whose first values, by default PyTorch's tutorial's; see
 * `initialise.ts`.
 * @param options.random The source of randomness for them.
 * @returns A network from latents `[batch, latentSize]` to images
 * `[batch, size, size, channels]` in (−1, 1). The caller disposes it.
 * @throws {RangeError} If a size is out of its range.
 */
export function createGenerator({
  size = 64,
  width = 64,
  channels = 3,
  latentSize = 100,
  kernel = 4,
  initialisation = "pytorchTutorial",
  random,
}: GeneratorOptions): Network {
  const action = "create a generator";
  const hidden = hiddenChannels({ size, width, channels }, action);
  requirePositive(latentSize, { action, name: "latentSize" });
  const values = { initialisation, random };
  // An odd kernel leaves a row out, see halvingGeometry().
  const geometry = { ...halvingGeometry(kernel, action), outputPadding: kernel - 4 };
  return new Network(
    "generator",
    [
      new Reshape([1, 1, latentSize]),
      ...hidden.map((outputChannels, i) =>
        i === 0
          ? gBlock({
            inputChannels: latentSize,
            outputChannels,
            kernel: 4,
            stride: 1,
            padding: 0,
            ...values,
          })
          : gBlock({
            inputChannels: hidden[i - 1],
            outputChannels,
            ...geometry,
            ...values,
          })
      ),
      new TransposedConvolution({
        inputChannels: width,
        outputChannels: channels,
        ...geometry,
        bias: false,
        ...values,
      }),
      new Tanh(),
    ],
    {
      inputShape: [latentSize],
      action: "generate images",
      inputName: "latents",
      architecture: { network: "generator", size, width, channels, latentSize, kernel },
    },
  );
}
