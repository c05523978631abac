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
    const units = activations.shape.at(-1)!;
    const places = activations.size / units;
    const sizes = tf.reshape(tf.abs(activations), [places, units]) as tf.Tensor2D;
    // A product with ones sums each column: tf.sum() would turn the whole map round first.
    const sums = tf.matMul(tf.ones([1, places]), sizes);
    return tf.mean(tf.cast(tf.equal(sums, 0), "float32")).asScalar();
  });
}
