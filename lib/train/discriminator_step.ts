import * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import { requireShape } from "../tensor/require_shape.ts";
import type { Adam } from "./adam.ts";
import { lossGradients } from "./loss_gradients.ts";
import {
  discriminatorLoss,
  lossesIfFake,
  lossesIfReal,
  type LossForm,
  MEAN_ADDED,
  reduceLosses,
} from "./losses.ts";
import { gradientNorm } from "./step_diagnosis.ts";

/** What the discriminator learns from, and how. */
export interface DiscriminatorStepOptions {
  discriminator: Network;
  optimiser: Adam;
  /** `[batch, height, width, channels]` in [−1, 1]; not disposed. */
  realImages: tf.Tensor;
  /** The same shape, from the generator; not disposed. */
  fakeImages: tf.Tensor;
  /** What is differentiated. */
  loss?: LossForm;
  /** Whether to measure the gradient. */
  diagnose?: boolean;
}

/** What the discriminator thought before it learned; the surrounding scope owns it. */
export type DiscriminatorStepResult = {
  /** D(x), `[batch, 1]`, before the update that learns from it. */
  realLogits: tf.Tensor;
  /** D(G(z)), likewise. */
  fakeLogits: tf.Tensor;
  /** To diagnose, the L2 norm of all gradients together, a scalar; else nothing. */
  norm: tf.Tensor[];
};

/**
 * The discriminator's half of a step: one update on a real and a fake batch.
 *
 * The generator has no part in it: its images are constants here.
 *
 * @param options The network, its optimiser and the images.
 * @returns What D thought before the update.
 * @throws {RangeError} If the images do not have the network's shape.
 */
export function discriminatorStep(
  {
    discriminator,
    optimiser,
    realImages,
    fakeImages,
    loss: form = MEAN_ADDED,
    diagnose = false,
  }: DiscriminatorStepOptions,
): DiscriminatorStepResult {
  requireImages(discriminator, { realImages, fakeImages });
  return tf.tidy(() => {
    const { gradients, observed } = lossGradients(() => {
      const realLogits = discriminator.apply(realImages, { training: true });
      const fakeLogits = discriminator.apply(fakeImages, { training: true });
      return {
        loss: discriminatorLoss(realLogits, fakeLogits, form),
        observed: [realLogits, fakeLogits],
      };
    }, discriminator.trainable);
    optimiser.apply(gradients);
    const [realLogits, fakeLogits] = observed;
    return { realLogits, fakeLogits, norm: diagnose ? [gradientNorm(gradients)] : [] };
  });
}

/**
 * The discriminator's half of a step in two updates: on the real batch alone, then on the
 * fake batch alone, which it judges after the first.
 *
 * Each update pulls to one side only, and the optimiser's memory takes them in turn. So
 * this is not the same as one update on both, nor as two half ones.
 *
 * Source: Langr and Bok (2019), GANs in Action, chapter 4: `train_on_batch()` twice.
 *
 * @param options The network, its optimiser and the images.
 * @returns What D thought of each batch before the update on it.
 * @throws {RangeError} If the images do not have the network's shape.
 */
export function discriminatorStepApart(
  {
    discriminator,
    optimiser,
    realImages,
    fakeImages,
    loss: { reduction } = MEAN_ADDED,
    diagnose = false,
  }: DiscriminatorStepOptions,
): DiscriminatorStepResult {
  requireImages(discriminator, { realImages, fakeImages });
  const learnFrom = (images: tf.Tensor, lossesOf: typeof lossesIfReal) => {
    const { gradients, observed } = lossGradients(() => {
      const logits = discriminator.apply(images, { training: true });
      return { loss: reduceLosses(lossesOf(logits), reduction), observed: [logits] };
    }, discriminator.trainable);
    optimiser.apply(gradients);
    return { gradients, logits: observed[0] };
  };
  return tf.tidy(() => {
    const real = learnFrom(realImages, lossesIfReal);
    const fake = learnFrom(fakeImages, lossesIfFake);
    const gradients = [...real.gradients, ...fake.gradients];
    return {
      realLogits: real.logits,
      fakeLogits: fake.logits,
      norm: diagnose ? [gradientNorm(gradients)] : [],
    };
  });
}

function requireImages(
  { inputShape }: Network,
  images: Pick<DiscriminatorStepOptions, "realImages" | "fakeImages">,
): void {
  for (const [name, tensor] of Object.entries(images)) {
    requireShape(tensor, ["batch", ...inputShape], { action: "train", name });
  }
}
