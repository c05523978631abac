import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";

/** How the losses of a batch become the one number that is differentiated. */
export interface LossForm {
  /** Whether a batch's losses are averaged, or summed as d2l does. */
  reduction: "mean" | "sum";
  /**
   * Whether D's loss is its two halves added, or half of that as d2l has it; or whether D
   * learns from them apart, as in GANs in Action: one update on the real batch, then one
   * on the fake batch.
   */
  halves: "added" | "halved" | "apart";
}

/** The form that the formulas of a GAN are written in, and PyTorch's tutorial takes. */
export const MEAN_ADDED: LossForm = { reduction: "mean", halves: "added" };

/**
 * The discriminator's loss: how badly it tells real images from fake ones.
 *
 *     L_D = mean softplus(−D(x)) + mean softplus(D(G(z)))
 *
 * Cross-entropy on logits, so certainty stays finite. The halves are added,
 * not averaged: an undecided discriminator scores 2 ln 2. Where a source sums a batch or
 * halves the whole, `form` says so; an undecided one then scores another number. Where D
 * learns from the halves apart, this is their mean, which GANs in Action prints.
 *
 * Source: Goodfellow et al. (2014), eq. 1, https://arxiv.org/abs/1406.2661
 *
 * @param realLogits D(x), `[batch, 1]`, before any sigmoid.
 * @param fakeLogits D(G(z)), `[batch, 1]`; batch sizes may differ.
 * @param form Whether a batch is averaged or summed, and the halves added or halved.
 * @returns A scalar, in nats. The caller disposes it.
 * @throws {RangeError} If either is not `[batch, 1]`.
 */
export function discriminatorLoss(
  realLogits: tf.Tensor,
  fakeLogits: tf.Tensor,
  { reduction, halves }: LossForm = MEAN_ADDED,
): tf.Scalar {
  requireShape(realLogits, ["batch", 1], { action: ACTION, name: "realLogits" });
  requireShape(fakeLogits, ["batch", 1], { action: ACTION, name: "fakeLogits" });
  return tf.tidy(() => {
    const both = tf.add<tf.Scalar>(
      reduceLosses(lossesIfReal(realLogits), reduction),
      reduceLosses(lossesIfFake(fakeLogits), reduction),
    );
    return halves === "added" ? both : tf.mul<tf.Scalar>(both, .5);
  });
}

/**
 * The generator's loss: how badly its images pass for real ones.
 *
 *     L_G = mean softplus(−D(G(z)))
 *
 * The non-saturating form. Maximising D's own loss on fakes would have the same
 * fixed point, but its gradient vanishes while D is sure, which is where G starts.
 *
 * Source: Goodfellow et al. (2014), section 3, https://arxiv.org/abs/1406.2661
 *
 * @param fakeLogits D(G(z)), `[batch, 1]`, before any sigmoid.
 * @param form Whether a batch is averaged or summed.
 * @returns A scalar, in nats; ln 2 when D is undecided. The caller disposes it.
 * @throws {RangeError} If it is not `[batch, 1]`.
 */
export function generatorLoss(
  fakeLogits: tf.Tensor,
  { reduction }: Pick<LossForm, "reduction"> = MEAN_ADDED,
): tf.Scalar {
  requireShape(fakeLogits, ["batch", 1], { action: ACTION, name: "fakeLogits" });
  return tf.tidy(() => reduceLosses(lossesIfReal(fakeLogits), reduction));
}

/**
 * −ln of the probability that each logit gives to "real": softplus(−logit).
 *
 * @param logits Any shape. Not disposed.
 * @returns The same shape, in nats. The caller disposes it.
 */
export function lossesIfReal(logits: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.softplus(tf.neg(logits)));
}

/**
 * −ln of the probability that each logit gives to "fake": softplus(logit).
 *
 * @param logits Any shape. Not disposed.
 * @returns The same shape, in nats. The caller disposes it.
 */
export function lossesIfFake(logits: tf.Tensor): tf.Tensor {
  return tf.softplus(logits);
}

/**
 * The losses of a batch as the one number that is differentiated.
 *
 * @param losses One for each image. Not disposed.
 * @param reduction Their mean or their sum.
 * @returns A scalar, in nats. The caller disposes it.
 */
export function reduceLosses(
  losses: tf.Tensor,
  reduction: LossForm["reduction"],
): tf.Scalar {
  return tf.tidy(() =>
    (reduction === "mean" ? tf.mean(losses) : tf.sum(losses)).asScalar()
  );
}

/**
 * What the mean loss of D is if it gives every image one half: 2 ln 2 where the halves are
 * added, else ln 2.
 *
 * @param form How D's loss is made of its halves.
 * @returns In nats.
 */
export function undecidedLoss({ halves }: Pick<LossForm, "halves">): number {
  return halves === "added" ? 2 * Math.LN2 : Math.LN2;
}

const ACTION = "compute the loss";
