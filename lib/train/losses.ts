import * as tf from "@tensorflow/tfjs";
import { requireShape } from "../tensor/require_shape.ts";

/**
 * The discriminator's loss: how badly it tells real images from fake ones.
 *
 *     L_D = mean softplus(−D(x)) + mean softplus(D(G(z)))
 *
 * Cross-entropy on logits, so certainty stays finite. The halves are added,
 * not averaged: an undecided discriminator scores 2 ln 2.
 *
 * Source: Goodfellow et al. (2014), eq. 1, https://arxiv.org/abs/1406.2661
 *
 * @param realLogits D(x), `[batch, 1]`, before any sigmoid.
 * @param fakeLogits D(G(z)), `[batch, 1]`; batch sizes may differ.
 * @returns A scalar, in nats. The caller disposes it.
 * @throws {RangeError} If either is not `[batch, 1]`.
 */
export function discriminatorLoss(
  realLogits: tf.Tensor,
  fakeLogits: tf.Tensor,
): tf.Scalar {
  requireShape(realLogits, ["batch", 1], { action: ACTION, name: "realLogits" });
  requireShape(fakeLogits, ["batch", 1], { action: ACTION, name: "fakeLogits" });
  return tf.tidy(() => tf.add(lossIfReal(realLogits), lossIfFake(fakeLogits)));
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
 * @returns A scalar, in nats; ln 2 when D is undecided. The caller disposes it.
 * @throws {RangeError} If it is not `[batch, 1]`.
 */
export function generatorLoss(fakeLogits: tf.Tensor): tf.Scalar {
  requireShape(fakeLogits, ["batch", 1], { action: ACTION, name: "fakeLogits" });
  return lossIfReal(fakeLogits);
}

const ACTION = "compute the loss";

/** −ln of the probability that the logits give to "real": mean softplus(−logit). */
function lossIfReal(logits: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.softplus(tf.neg(logits))).asScalar());
}

/** −ln of the probability that the logits give to "fake": mean softplus(logit). */
function lossIfFake(logits: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.softplus(logits)).asScalar());
}
