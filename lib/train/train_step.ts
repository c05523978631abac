import * as tf from "@tensorflow/tfjs";
import type { Network } from "../model/network.ts";
import { requireShape } from "../tensor/require_shape.ts";
import type { Adam } from "./adam.ts";
import {
  discriminatorStep,
  discriminatorStepApart,
  type DiscriminatorStepResult,
} from "./discriminator_step.ts";
import { lossGradients } from "./loss_gradients.ts";
import {
  generatorLoss,
  lossesIfFake,
  lossesIfReal,
  type LossForm,
  MEAN_ADDED,
} from "./losses.ts";
import { outsideTape } from "./outside_tape.ts";
import {
  accuracies,
  gradientNorm,
  type StepDiagnosis,
  watchStatistics,
} from "./step_diagnosis.ts";

/**
 * Whether G's images serve both updates, as in PyTorch's tutorial; are computed a second
 * time from the same latents for G's own, as in d2l; or are others there, of new latents,
 * as in GANs in Action.
 *
 * Computed again, the images are the same, since D's update leaves G alone. But a second
 * pass moves G's running statistics a second time, and takes its time. Drawn again, they
 * are others, and D's are made in inference mode, as Keras's `predict()` makes them.
 */
export type FakeBatch = "reused" | "computedAgain" | "drawnAgain";

/** What one step measured; losses in nats, scores (means of sigmoid) in [0, 1]. */
export interface StepResult {
  /** Mean softplus(−D(x)): D's loss on real images. */
  lossDReal: number;
  /** Mean softplus(D(G(z))): D's loss on fake images. */
  lossDFake: number;
  /** The two halves added, or half of that unless the loss is `added`; never summed. */
  lossD: number;
  /** Mean softplus(−D(G(z))) after D's update. */
  lossG: number;
  /** D(x): the mean score of the real images, before D's update. */
  scoreReal: number;
  /** D(G(z)) before D's update. */
  scoreFakeBefore: number;
  /** D(G(z)) after D's update and before G's, on the images that G learns from. */
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
 * updates, unless `fakeBatch` says otherwise. D's running statistics follow all three
 * batches it sees, G's one, as in PyTorch. Where the loss has its halves `apart`, D
 * makes two updates, and judges the fake batch after the first.
 *
 * Source: Radford et al. (2016), https://arxiv.org/abs/1511.06434; the order of the
 * updates is that of PyTorch's DCGAN tutorial.
 *
 * @param options.realImages `[batch, height, width, channels]` in [−1, 1]; not disposed.
 * @param options.latents `[batch, latentSize]`; not disposed. The batch sizes may differ.
 * @param options.generatorLatents Those of G's own update where the fake batch is drawn
 * again, and only there; not disposed.
 * @param options.loss What is differentiated; what is reported are means all the same.
 * @param options.fakeBatch Which images G learns from.
 * @param options.diagnose Whether accuracy and gradient norms are measured too.
 * @returns Plain numbers, with a `diagnosis` if it is asked for. Nothing is left to dispose,
 * also if the step throws.
 * @throws {RangeError} If an input does not have its network's shape, or latents of G's own
 * are missing or too much.
 */
export async function trainStep(
  {
    generator,
    discriminator,
    generatorOptimiser,
    discriminatorOptimiser,
    realImages,
    latents,
    generatorLatents,
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
    generatorLatents?: tf.Tensor;
    loss?: LossForm;
    fakeBatch?: FakeBatch;
    diagnose?: boolean;
  },
): Promise<StepResult & { diagnosis?: StepDiagnosis }> {
  requireLatents({ latents, generatorLatents }, generator, fakeBatch);
  const generate = (from: tf.Tensor, training: boolean) =>
    generator.apply(from, { training });
  const learn = form.halves === "apart" ? discriminatorStepApart : discriminatorStep;
  const updateDiscriminator = (fakeImages: tf.Tensor) =>
    learn({
      discriminator,
      optimiser: discriminatorOptimiser,
      realImages,
      fakeImages,
      loss: form,
      diagnose,
    });
  const measured = tf.tidy(() => {
    let before: DiscriminatorStepResult | null = fakeBatch === "reused"
      ? null
      : updateDiscriminator(generate(latents, fakeBatch === "computedAgain"));
    const { gradients, observed } = lossGradients(() => {
      const fakeImages = generate(generatorLatents ?? latents, true);
      before ??= outsideTape(() => updateDiscriminator(fakeImages));
      const shift = diagnose ? watchStatistics(discriminator) : () => [];
      const logitsAfter = discriminator.apply(fakeImages, { training: true });
      const { realLogits, fakeLogits, norm } = before;
      return {
        loss: generatorLoss(logitsAfter, form),
        observed: [realLogits, fakeLogits, logitsAfter, ...norm, ...shift()],
      };
    }, generator.trainable);
    generatorOptimiser.apply(gradients);
    const [realLogits, fakeLogits, logitsAfter, ...norms] = observed;
    return tf.stack([
      tf.mean(lossesIfReal(realLogits)),
      tf.mean(lossesIfFake(fakeLogits)),
      tf.mean(lossesIfReal(logitsAfter)),
      ...[realLogits, fakeLogits, logitsAfter].map((logits) =>
        tf.mean(tf.sigmoid(logits))
      ),
      ...(diagnose
        ? [...accuracies(realLogits, fakeLogits), gradientNorm(gradients), ...norms]
        : []),
    ]);
  });
  // One read for all, as a read waits for a GPU.
  const numbers = await measured.data().finally(() => measured.dispose());
  return stepResult(numbers, form);
}

/** Refuses latents of another shape, and a second batch of them that is not asked for. */
function requireLatents(
  batches: { latents: tf.Tensor; generatorLatents: tf.Tensor | undefined },
  generator: Network,
  fakeBatch: FakeBatch,
): void {
  for (const [name, tensor] of Object.entries(batches)) {
    const shape = ["batch", ...generator.inputShape];
    if (tensor) requireShape(tensor, shape, { action: "train", name });
  }
  const { generatorLatents } = batches;
  if ((fakeBatch === "drawnAgain") === (generatorLatents !== undefined)) return;
  throw new RangeError(
    "Cannot train as 'generatorLatents' must be given where the fake batch is drawn " +
      `again, and only there: it is ${fakeBatch}, and they are ` +
      (generatorLatents ? "given" : "not"),
  );
}

/** Names the numbers that a step measured. */
function stepResult(
  numbers: ArrayLike<number>,
  { halves }: LossForm,
): StepResult & { diagnosis?: StepDiagnosis } {
  const [
    lossDReal,
    lossDFake,
    lossG,
    scoreReal,
    scoreFakeBefore,
    scoreFakeAfter,
    ...diagnosed
  ] = Array.from(numbers);
  const [accuracyReal, accuracyFake, gradientNormG, gradientNormD, shift] = diagnosed;
  return {
    lossDReal,
    lossDFake,
    lossD: (lossDReal + lossDFake) * (halves === "added" ? 1 : .5),
    lossG,
    scoreReal,
    scoreFakeBefore,
    scoreFakeAfter,
    ...(diagnosed.length > 0 && {
      diagnosis: {
        accuracyReal,
        accuracyFake,
        gradientNormD,
        gradientNormG,
        statisticsShiftD: shift ?? null,
      },
    }),
  };
}
