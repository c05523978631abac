import * as tf from "@tensorflow/tfjs";
import { createFromArchitecture } from "../model/architecture.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";

/** How many steps lie between two whose weights are taken in. */
const EVERY = 4;

/**
 * The running average of a generator's weights, as a second generator to draw from.
 *
 *     average ← keepₜ · average + (1 − keepₜ) · weights     after step t = 4, 8, 12, …
 *     keepₜ = min(decay, (1 + t) / (10 + t))⁴
 *
 * Two networks that learn against one another circle about a point more than they come to
 * rest there: each step's weights are off it in another direction, and their average is
 * nearer to it. Training sees nothing of the average, so it has the bits it would have
 * without.
 *
 * The decay grows to its full size, as an average of the last 1 / (1 − decay) steps would
 * still show the first, random weights after as many. Until then it spans about the last
 * tenth of the training.
 *
 * Only every fourth step is taken in, and keeps as much as four steps would. Weights move
 * little in so few, and to take in each one costs 3 % of a step with batches of 16; so do
 * torchvision's reference trainings, with every 32nd.
 *
 * Batch norm's running statistics are averaged too. They belong to weights: those of the
 * newest step alone would not be those that the averaged weights make.
 *
 * Sources: Yazıcı et al. (2019), https://arxiv.org/abs/1806.04498; Karras et al. (2018),
 * appendix A.1, whose decay is .999, https://arxiv.org/abs/1710.10196. The growing decay is
 * that of TensorFlow's `ExponentialMovingAverage`,
 * https://www.tensorflow.org/api_docs/python/tf/train/ExponentialMovingAverage
 */
export class GeneratorAverage {
  /** With the averaged weights; before the fourth step with the generator's first. */
  readonly generator: Network;
  readonly #trained: Network;
  readonly #decay: number;

  /**
   * @param trained The generator that learns; it stays the caller's, unchanged.
   * @param decay How much of the average a step keeps, in [0, 1).
   * @throws {RangeError} If the decay is out of its range.
   */
  constructor(trained: Network, decay: number) {
    if (!(decay >= 0 && decay < 1)) {
      throw new RangeError(
        "Cannot average the generator's weights as 'averageDecay' must be in [0, 1): " +
          `current value is ${decay}`,
      );
    }
    this.#trained = trained;
    this.#decay = decay;
    this.generator = createFromArchitecture(
      trained.architecture,
      new RandomGenerator(0),
    );
    this.generator.parameters.forEach(({ value }, i) =>
      tf.tidy(() => value.assign(tf.clone(trained.parameters[i].value)))
    );
  }

  /**
   * Takes in the weights after a step, if it is a fourth one; to be called after each.
   *
   * @param step The step's number; the first is 1.
   */
  update(step: number): void {
    if (step % EVERY !== 0) return;
    const share = 1 - Math.min(this.#decay, (1 + step) / (10 + step)) ** EVERY;
    this.generator.parameters.forEach(({ value: average }, i) => {
      const { value: weights } = this.#trained.parameters[i];
      tf.tidy(() => {
        const difference = tf.sub(weights, average);
        average.assign(tf.add(average, tf.mul(difference, share)));
      });
    });
  }

  /** Frees the averaged generator; the trained one stays. */
  dispose(): void {
    this.generator.dispose();
  }
}
