import * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import { requireShape } from "../tensor/require_shape.ts";
import type { Adam } from "./adam.ts";
import { lossGradients } from "./loss_gradients.ts";
import { discriminatorLoss, generatorLoss } from "./losses.ts";
import { outsideTape } from "./outside_tape.ts";

/** What one step measured; losses in nats, scores (means of sigmoid) in [0, 1]. */
export interface StepResult {
  /** Mean softplus(−D(x)): D's loss on real images. */
  lossDReal: number;
  /** Mean softplus(D(G(z))): D's loss on fake images. */
  lossDFake: number;
  /** The two halves added. */
  lossD: number;
  /** Mean softplus(−D(G(z))) after D's update. */
  lossG: number;
  /** D(x): the mean score of the real images, before D's update. */
  scoreReal: number;
  /** D(G(z)) before D's update. */
  scoreFakeBefore: number;
  /** D(G(z)) after D's update and before G's, on the same fake images. */
  scoreFakeAfter: number;
}

/**
 * One step of the training: D learns from a real and a fake batch, then G from D.
 *
 *     D ← D − ∇ L_D(D(x), D(G(z)))
 *     G ← G − ∇ L_G(D(G(z)))          with the same z and the new D
 *
 * D sees real and fake images in two batches, as batch norm would otherwise mix their
 * statistics and give the answer away. G's images are computed once and serve both
 * updates. D's moving statistics are moved by all three batches it sees, G's by one, as
 * in PyTorch.
 *
 * Source: Radford et al. (2016), https://arxiv.org/abs/1511.06434; the order of the
 * updates is that of PyTorch's DCGAN tutorial.
 *
 * @param options.realImages `[batch, height, width, channels]` in [−1, 1]; not disposed.
 * @param options.latents `[batch, latentSize]`; not disposed. The batch sizes may differ.
 * @returns Plain numbers. Nothing is left to dispose, also if the step throws.
 * @throws {RangeError} If an input does not have its network's shape.
 */
export async function trainStep(
  { generator, discriminator, generatorOptimiser, discriminatorOptimiser, ...inputs }: {
    generator: Network;
    discriminator: Network;
    generatorOptimiser: Adam;
    discriminatorOptimiser: Adam;
    realImages: tf.Tensor;
    latents: tf.Tensor;
  },
): Promise<StepResult> {
  const { realImages, latents } = inputs;
  requireShape(latents, ["batch", ...generator.inputShape], {
    action: "train",
    name: "latents",
  });
  const measured = tf.tidy(() => {
    const { loss, gradients, observed } = lossGradients(() => {
      const fakeImages = generator.apply(latents, { training: true });
      const before = outsideTape(() =>
        discriminatorStep({
          discriminator,
          optimiser: discriminatorOptimiser,
          realImages,
          fakeImages,
        })
      );
      const fakeLogits = discriminator.apply(fakeImages, { training: true });
      return {
        loss: generatorLoss(fakeLogits),
        observed: [before.realLogits, before.fakeLogits, fakeLogits],
      };
    }, generator.trainable);
    generatorOptimiser.apply(gradients);
    const [realLogits, fakeLogits] = observed;
    return tf.stack([
      tf.mean(tf.softplus(tf.neg(realLogits))),
      tf.mean(tf.softplus(fakeLogits)),
      loss,
      ...observed.map((logits) => tf.mean(tf.sigmoid(logits))),
    ]);
  });
  // One read for all six, as a read waits for a GPU.
  const [lossDReal, lossDFake, lossG, scoreReal, scoreFakeBefore, scoreFakeAfter] =
    await measured.data().finally(() => measured.dispose());
  return {
    lossDReal,
    lossDFake,
    lossD: lossDReal + lossDFake,
    lossG,
    scoreReal,
    scoreFakeBefore,
    scoreFakeAfter,
  };
}

/**
 * The discriminator's half of a step: one update on a real and a fake batch.
 *
 * The generator has no part in it: its images are constants here.
 *
 * @param options.realImages `[batch, height, width, channels]` in [−1, 1]; not disposed.
 * @param options.fakeImages The same shape, from the generator; not disposed.
 * @returns D's logits before the update, `[batch, 1]`; the surrounding scope owns them.
 * @throws {RangeError} If the images do not have the network's shape.
 */
export function discriminatorStep(
  { discriminator, optimiser, realImages, fakeImages }: {
    discriminator: Network;
    optimiser: Adam;
    realImages: tf.Tensor;
    fakeImages: tf.Tensor;
  },
): { realLogits: tf.Tensor; fakeLogits: tf.Tensor } {
  const shape = ["batch", ...discriminator.inputShape];
  requireShape(realImages, shape, { action: "train", name: "realImages" });
  requireShape(fakeImages, shape, { action: "train", name: "fakeImages" });
  return tf.tidy(() => {
    const { gradients, observed } = lossGradients(() => {
      const realLogits = discriminator.apply(realImages, { training: true });
      const fakeLogits = discriminator.apply(fakeImages, { training: true });
      return {
        loss: discriminatorLoss(realLogits, fakeLogits),
        observed: [realLogits, fakeLogits],
      };
    }, discriminator.trainable);
    optimiser.apply(gradients);
    return { realLogits: observed[0], fakeLogits: observed[1] };
  });
}
