import * as tf from "@tensorflow/tfjs";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import { Batches } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import { toSignedUnit } from "../data/normalise.ts";
import { dBlock } from "../model/d_block.ts";
import { Dense } from "../model/dense.ts";
import { Reshape } from "../model/reshape.ts";
import { Sequence } from "../model/sequence.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { requireShape } from "../tensor/require_shape.ts";
import { Adam } from "../train/adam.ts";
import { lossGradients } from "../train/loss_gradients.ts";

/** What a classifier thinks of some images. */
export interface Classification {
  /** The most probable class of each image. */
  labels: Uint16Array;
  /** The probability that the classifier gives to it, from 1/classes to 1. */
  confidences: Float32Array;
}

/** How a classifier learns. */
export interface ClassifierOptions {
  /** Updates; after 1000 it is .9 sure of 98 % of held-out embedded digits. */
  steps?: number;
  /** Images in a batch. */
  batchSize?: number;
  /** Adam's. */
  learningRate?: number;
  /** Decides the first weights and the order of the images. */
  seed?: number;
  /** Aborting it ends the learning early; the classifier is usable, if worse. */
  signal?: AbortSignal;
}

/**
 * A small convolutional network that names the class of an image.
 *
 *     side → side/2, 16 channels → side/4, 32 channels → classes, softmax
 *
 * It is a measuring instrument for generators that learned from the same set: the
 * discriminator's blocks, a dense layer and cross-entropy, nothing new.
 */
export class Classifier {
  readonly #layers: Sequence;
  readonly #inputShape: number[];

  /**
   * @param layers From images to one logit a class; disposed with the classifier.
   * @param inputShape The images' `[height, width, channels]`.
   */
  constructor(layers: Sequence, inputShape: number[]) {
    this.#layers = layers;
    this.#inputShape = inputShape;
  }

  /**
   * The most probable class of each image, and how sure that is.
   *
   * @param images Of the size and channels that it learned.
   * @param options.batchSize How many images are computed at once.
   * @throws {RangeError} If the images have another shape.
   */
  async classify(
    { data, shape }: ImageBatch,
    { batchSize = 256 } = {},
  ): Promise<Classification> {
    requireShape({ shape: [...shape] }, ["count", ...this.#inputShape], {
      action: "classify",
      name: "images",
    });
    const count = shape[0];
    const size = tf.util.sizeFromShape(this.#inputShape);
    const labels = new Uint16Array(count);
    const confidences = new Float32Array(count);
    for (let start = 0; start < count; start += batchSize) {
      const part = data.slice(start * size, (start + batchSize) * size);
      const [best, sure] = tf.tidy(() => {
        const values = part instanceof Uint8Array ? toSignedUnit(part) : part;
        const images = tf.tensor(values, [part.length / size, ...this.#inputShape]);
        const logits = this.#layers.apply(images, { training: false });
        const probabilities = tf.softmax(logits);
        return [tf.argMax(probabilities, 1), tf.max(probabilities, 1)];
      });
      labels.set(await best.data(), start);
      confidences.set(await sure.data(), start);
      tf.dispose([best, sure]);
    }
    return { labels, confidences };
  }

  /**
   * The share of a labelled set's images whose class it names rightly.
   *
   * @param set Images that it has not learned from, else the share flatters.
   * @throws {RangeError} If the set has no labels or another shape.
   */
  async accuracy(set: ImageSet): Promise<number> {
    const expected = requireLabels(set, "measure the accuracy");
    const { images, count, height, width, channels } = set;
    const shape = [count, height, width, channels];
    const { labels } = await this.classify({ data: images, shape });
    return labels.filter((label, i) => label === expected[i]).length / count;
  }

  /** Frees its weights. */
  dispose(): void {
    this.#layers.dispose();
  }
}

/**
 * Trains a classifier on a labelled set.
 *
 * @param set Images whose sides divide by 4, with labels.
 * @param options The defaults suit digits of 28 or 32 pixels.
 * @returns A classifier that the caller disposes.
 * @throws {RangeError} If the set has no labels or its sides do not divide by 4.
 */
export async function trainClassifier(
  set: ImageSet,
  { steps = 1000, batchSize = 64, learningRate = 2e-3, seed = 1, signal }:
    ClassifierOptions = {},
): Promise<Classifier> {
  const labels = requireLabels(set, "train a classifier");
  const classes = labels.reduce((a, b) => Math.max(a, b)) + 1;
  const random = new RandomGenerator(seed);
  const batches = new Batches(set, { batchSize, random });
  const layers = classifierLayers(set, classes, random);
  const variables = layers.trainable;
  const constants = { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const optimiser = new Adam(variables, constants);
  let isTrained = false;
  try {
    for (let step = 0; step < steps && !signal?.aborted; step++) {
      if (step % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      const { images, labels } = batches.next();
      try {
        tf.tidy(() => {
          const { gradients } = lossGradients(() => {
            const logits = layers.apply(images, { training: true });
            return { loss: crossEntropy(logits, labels!) };
          }, variables);
          optimiser.apply(gradients);
        });
      } finally {
        images.dispose();
      }
    }
    isTrained = true;
  } finally {
    optimiser.dispose();
    if (!isTrained) layers.dispose();
  }
  return new Classifier(layers, [set.height, set.width, set.channels]);
}

function classifierLayers(
  { height, width, channels }: ImageSet,
  classes: number,
  random: RandomGenerator,
): Sequence {
  if (height % 4 !== 0 || width % 4 !== 0) {
    throw new RangeError(
      "Cannot train a classifier as the images' sides must divide by 4: " +
        `current size is ${width} × ${height}`,
    );
  }
  const inputs = (height / 4) * (width / 4) * 32;
  const values = { initialisation: "keras", random } as const;
  return new Sequence("classifier", [
    dBlock({ inputChannels: channels, outputChannels: 16, ...values }),
    dBlock({ inputChannels: 16, outputChannels: 32, ...values }),
    new Reshape([inputs]),
    new Dense({ inputs, outputs: classes, ...values }),
  ]);
}

/** mean(ln Σ exp(logits) − the right class's logit), in nats. */
function crossEntropy(logits: tf.Tensor, labels: Uint16Array): tf.Scalar {
  const classes = logits.shape[1]!;
  const right = tf.oneHot(tf.tensor1d(Int32Array.from(labels), "int32"), classes);
  const ofRight = tf.sum(tf.mul(logits, right), 1);
  return tf.mean(tf.sub(tf.logSumExp(logits, 1), ofRight)).asScalar();
}

function requireLabels({ labels, origin }: ImageSet, action: string): Uint16Array {
  if (labels) return labels;
  throw new RangeError(
    `Cannot ${action} as the set must have labels: it has none (${origin})`,
  );
}
