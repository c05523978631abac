import * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import { requireShape } from "../tensor/require_shape.ts";
import type { Adam } from "./adam.ts";
import { lossGradients } from "./loss_gradients.ts";
import {
  discriminatorLoss,
  generatorLoss,
  lossesIfFake,
  lossesIfReal,
  type LossForm,
  MEAN_ADDED,
} from "./losses.ts";
import { outsideTape } from "./outside_tape.ts";
import { accuracies, gradientNorm, type StepDiagnosis } from "./step_diagnosis.ts";

export type { StepDiagnosis } from "./step_diagnosis.ts";

/**
 * Whether G's images serve both updates, as in PyTorch's tutorial, or are computed a
 * second time from the same latents for G's own, as in d2l.
 *
 * The images are the same, since D's update leaves G alone. But a second pass moves G's
 * running statistics a second time, and takes its time.
 */
export type FakeBatch = "reused" | "computedAgain";

/** What one step measured; losses in nats, scores (means of sigmoid) in [0, 1]. */
export interface StepResult {
  /** Mean softplus(−D(x)): D's loss on real images. */
  lossDReal: number;
  /** Mean softplus(D(G(z))): D's loss on fake images. */
  lossDFake: number;
  /** The two halves added, or half of that if the loss is `halved`; never summed. */
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
 * updates, unless `fakeBatch` says otherwise. D's moving statistics are moved by all three
 * batches it sees, G's by one, as in PyTorch.
 *
 * Source: Radford et al. (2016), https://arxiv.org/abs/1511.06434; the order of the
 * updates is that of PyTorch's DCGAN tutorial.
 *
 * @param options.realImages `[batch, height, width, channels]` in [−1, 1]; not disposed.
 * @param options.latents `[batch, latentSize]`; not disposed. The batch sizes may differ.
 * @param options.loss What is differentiated; what is reported are means all the same.
 * @param options.fakeBatch Whether G's images are reused or computed again.
 * @param options.diagnose Whether accuracy and gradient norms are measured too.
 * @returns Plain numbers, with those of {@link StepDiagnosis} if asked for. Nothing is left to
 * dispose, also if the step throws.
 * @throws {RangeError} If an input does not have its network's shape.
 */
export async function trainStep(
  {
    generator,
    discriminator,
    generatorOptimiser,
    discriminatorOptimiser,
    realImages,
    latents,
    loss: form = MEAN_ADDED,
    fakeBatch = "reused",
    diagnose = false,
  }: {
    generator: Network;
    discriminator: Network;
    generatorOptimiser: Adam;
    discriminatorOptimiser: Adam;
    realImages: tf.Tensor;
    latents: tf.Tensor;
    loss?: LossForm;
    fakeBatch?: FakeBatch;
    diagnose?: boolean;
  },
): Promise<StepResult & Partial<StepDiagnosis>> {
  requireShape(latents, ["batch", ...generator.inputShape], {
    action: "train",
    name: "latents",
  });
  const generate = () => generator.apply(latents, { training: true });
  const updateDiscriminator = (fakeImages: tf.Tensor) =>
    discriminatorStep({
      discriminator,
      optimiser: discriminatorOptimiser,
      realImages,
      fakeImages,
      loss: form,
      diagnose,
    });
  const measured = tf.tidy(() => {
    let before = fakeBatch === "computedAgain" ? updateDiscriminator(generate()) : null;
    const { gradients, observed } = lossGradients(() => {
      const fakeImages = generate();
      before ??= outsideTape(() => updateDiscriminator(fakeImages));
      const fakeLogits = discriminator.apply(fakeImages, { training: true });
      return {
        loss: generatorLoss(fakeLogits, form),
        observed: [before.realLogits, before.fakeLogits, ...before.norm, fakeLogits],
      };
    }, generator.trainable);
    generatorOptimiser.apply(gradients);
    const [realLogits, fakeLogits, ...rest] = observed;
    const logitsAfter = rest.pop()!;
    return tf.stack([
      tf.mean(lossesIfReal(realLogits)),
      tf.mean(lossesIfFake(fakeLogits)),
      tf.mean(lossesIfReal(logitsAfter)),
      ...[realLogits, fakeLogits, logitsAfter].map((logits) =>
        tf.mean(tf.sigmoid(logits))
      ),
      ...(diagnose
        ? [...accuracies(realLogits, fakeLogits), ...rest, gradientNorm(gradients)]
        : []),
    ]);
  });
  // One read for all, as a read waits for a GPU.
  const numbers = await measured.data().finally(() => measured.dispose());
  return stepResult(numbers, form);
}

/** Names the numbers that a step measured. */
function stepResult(
  numbers: ArrayLike<number>,
  { halves }: LossForm,
): StepResult & Partial<StepDiagnosis> {
  const [
    lossDReal,
    lossDFake,
    lossG,
    scoreReal,
    scoreFakeBefore,
    scoreFakeAfter,
    ...diagnosed
  ] = Array.from(numbers);
  const [accuracyReal, accuracyFake, gradientNormD, gradientNormG] = diagnosed;
  return {
    lossDReal,
    lossDFake,
    lossD: (lossDReal + lossDFake) * (halves === "halved" ? .5 : 1),
    lossG,
    scoreReal,
    scoreFakeBefore,
    scoreFakeAfter,
    ...(diagnosed.length > 0 &&
      { accuracyReal, accuracyFake, gradientNormD, gradientNormG }),
  };
}

/**
 * The discriminator's half of a step: one update on a real and a fake batch.
 *
 * The generator has no part in it: its images are constants here.
 *
 * @param options.realImages `[batch, height, width, channels]` in [−1, 1]; not disposed.
 * @param options.fakeImages The same shape, from the generator; not disposed.
 * @param options.loss What is differentiated.
 * @param options.diagnose Whether to measure the gradient.
 * @returns D's logits before the update, `[batch, 1]`, and, to diagnose, the L2 norm of
 * the gradient, a scalar; the surrounding scope owns them.
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
  }: {
    discriminator: Network;
    optimiser: Adam;
    realImages: tf.Tensor;
    fakeImages: tf.Tensor;
    loss?: LossForm;
    diagnose?: boolean;
  },
): { realLogits: tf.Tensor; fakeLogits: tf.Tensor; norm: tf.Tensor[] } {
  const shape = ["batch", ...discriminator.inputShape];
  requireShape(realImages, shape, { action: "train", name: "realImages" });
  requireShape(fakeImages, shape, { action: "train", name: "fakeImages" });
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
