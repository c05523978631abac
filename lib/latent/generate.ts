import * as tf from "@tensorflow/tfjs";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { Network } from "../model/network.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import { requireShape } from "../tensor/require_shape.ts";

/**
 * The generator's images, out of tensors, ready to be drawn or measured.
 *
 * In inference mode: batch norm uses its running statistics, so that an image depends on
 * its own latent only, neither on the others nor on the batch size, and the networks
 * stay as they are.
 *
 * @param generator Not changed.
 * @param latents `[count, latentSize]`; not disposed.
 * @param options.batchSize How many images are computed at once; it bounds the memory.
 * @returns `[count, height, width, channels]` in [−1, 1].
 * @throws {RangeError} If the latents are not the generator's, or `batchSize` is no
 *   positive integer.
 */
export async function generateImages(
  generator: Network,
  latents: tf.Tensor,
  { batchSize = 64 } = {},
): Promise<ImageBatch> {
  const action = "generate images";
  requirePositive(batchSize, { action, name: "batchSize" });
  requireShape(latents, ["count", ...generator.inputShape], {
    action,
    name: "latents",
  });
  const count = latents.shape[0];
  const imageShape = generator.outputShape([...generator.inputShape]);
  const imageSize = tf.util.sizeFromShape(imageShape);
  const data = new Float32Array(count * imageSize);
  for (let start = 0; start < count; start += batchSize) {
    const size = Math.min(batchSize, count - start);
    const images = tf.tidy(() =>
      generator.apply(tf.slice(latents, [start], [size]), { training: false })
    );
    try {
      data.set(await images.data(), start * imageSize);
    } finally {
      images.dispose();
    }
  }
  return { data, shape: [count, ...imageShape] };
}
