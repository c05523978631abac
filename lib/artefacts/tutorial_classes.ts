import type { Architecture } from "../model/network.ts";

/** Blocks between the first and the last layer, beside those of 64×64 images. */
const BLOCKS: Record<number, string> = {
  16: "two blocks less (G begins with 2·ngf channels, D ends with 2·ndf)",
  32: "a block less (G begins with 4·ngf channels, D ends with 4·ndf)",
  128: "a block more (G begins with 16·ngf channels, D ends with 16·ndf)",
};

/**
 * Says how the classes of PyTorch's DCGAN tutorial take exported networks.
 *
 * Source: Inkawhich, DCGAN Tutorial,
 * https://pytorch.org/tutorials/beginner/dcgan_faces_tutorial.html
 *
 * @param architectures What the two networks say of themselves.
 * @returns One sentence: the tutorial's constants, and what is to be changed in its classes.
 */
export function fitOfTutorialClasses(
  { generator, discriminator }: Record<"generator" | "discriminator", Architecture>,
): string {
  if (generator.network !== "generator" || discriminator.network !== "discriminator") {
    return "PyTorch's tutorial has no class for these networks; the keys are those of " +
      "nn.Sequential modules named main.";
  }
  const { size, channels, latentSize, width, kernel = 4 } = generator;
  const { normaliseFirst, slope } = discriminator;
  const changes = [
    BLOCKS[size],
    kernel !== 4 && `kernels of ${kernel}`,
    normaliseFirst && "nn.BatchNorm2d after D's first convolution",
    slope !== .2 && `nn.LeakyReLU(${slope})`,
  ].filter((change) => typeof change === "string");
  const constants = `nc=${channels}, nz=${latentSize}, ngf=${width}, ` +
    `ndf=${discriminator.width}`;
  return changes.length === 0
    ? `With ${constants} the classes of PyTorch's tutorial take them as they are.`
    : `With ${constants} the classes of PyTorch's tutorial take them after these ` +
      `changes: ${changes.join(", ")}.`;
}
