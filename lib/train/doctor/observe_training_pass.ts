import * as tf from "@tensorflow/tfjs";
import type { Network } from "../../model/network.ts";

/** What a pass through a network shows. */
export interface TrainingPass {
  /** The network's output; of the surrounding `tf.tidy()`, else of the caller. */
  output: tf.Tensor;
  /** For each layer the share of units that were 0 throughout, a scalar; likewise. */
  deadShares: tf.Scalar[];
}

/**
 * Applies a network as in training and leaves it as it was: its running statistics, too.
 *
 * A unit is a channel of a map or a number of a vector. It is dead if it is exactly 0 at
 * every place of every image: then it passes no gradient on, and nothing that the batch
 * could teach it arrives. Only a ReLU makes exact zeros; a LeakyReLU never dies.
 *
 * @param network Not changed.
 * @param x `[batch, …inputShape]`; not disposed.
 */
export function observeTrainingPass(network: Network, x: tf.Tensor): TrainingPass {
  const running = network.parameters.filter(({ trainable }) => !trainable);
  return tf.tidy(() => {
    const before = running.map(({ value }) => tf.clone(value));
    const deadShares: tf.Scalar[] = [];
    try {
      const output = network.layers.reduce((input, layer) => {
        const activations = layer.apply(input, { training: true });
        deadShares.push(deadShare(activations));
        if (input !== x) input.dispose();
        return activations;
      }, x);
      return { output, deadShares };
    } finally {
      running.forEach(({ value }, i) => value.assign(before[i]));
    }
  });
}

function deadShare(activations: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const places = activations.shape.map((_, axis) => axis).slice(0, -1);
    const largest = tf.max(tf.abs(activations), places);
    return tf.mean(tf.cast(tf.equal(largest, 0), "float32")).asScalar();
  });
}
