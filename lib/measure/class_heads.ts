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
import { requirePositive } from "../tensor/require_positive.ts";
import { requireShape } from "../tensor/require_shape.ts";
import { Adam } from "../train/adam.ts";
import { lossGradients } from "../train/loss_gradients.ts";

/** One question about an image, and its answer for each image of a set. */
export interface Question {
  /** How many answers there are, 1 or more. */
  classes: number;
  /** The right one for each image, from 0. */
  labels: ArrayLike<number>;
}

/** How a network learns to answer. */
export interface ClassHeadsOptions {
  /** Updates. */
  steps: number;
  /** Images in a batch. */
  batchSize: number;
  /** Adam's. */
  learningRate: number;
  /** Decides the first weights and the order of the images. */
  seed: number;
  /** Channels at half the side and at a quarter of it. */
  channels: readonly [number, number];
  /** Aborting it ends the learning early; what was learned is usable, if worse. */
  signal?: AbortSignal;
}

/**
 * A small convolutional network that answers one question or several about an image.
 *
 *     side → side/2 → side/4 → Σ classes, a softmax for each question
 *
 * The discriminator's blocks, one dense layer and cross-entropy, nothing new. All
 * questions share the convolutions, so that eight of them cost little more than one.
 */
export class ClassHeads {
  readonly #layers: Sequence;
  readonly #inputShape: number[];
  readonly #classes: readonly number[];

  /**
   * @param layers From images to all logits; disposed with the heads.
   * @param options.inputShape The images' `[height, width, channels]`.
   * @param options.classes How many answers each question has.
   */
  constructor(
    layers: Sequence,
    { inputShape, classes }: { inputShape: number[]; classes: readonly number[] },
  ) {
    this.#layers = layers;
    this.#inputShape = inputShape;
    this.#classes = classes;
  }

  /**
   * The probability of each answer to each question.
   *
   * @param images Of the size and channels that were learned.
   * @param options.batchSize How many images are computed at once.
   * @returns For each question `[count · classes]`, image after image.
   * @throws {RangeError} If the images have another shape, or `batchSize` is no positive
   *   integer.
   */
  async probabilities(
    { data, shape }: ImageBatch,
    { batchSize = 256 } = {},
  ): Promise<Float32Array[]> {
    requirePositive(batchSize, { action: "classify", name: "batchSize" });
    requireShape({ shape: [...shape] }, ["count", ...this.#inputShape], {
      action: "classify",
      name: "images",
    });
    const count = shape[0];
    const size = tf.util.sizeFromShape(this.#inputShape);
    const found = this.#classes.map((classes) => new Float32Array(count * classes));
    for (let start = 0; start < count; start += batchSize) {
      const part = data.slice(start * size, (start + batchSize) * size);
      const heads = tf.tidy(() => {
        const values = part instanceof Uint8Array ? toSignedUnit(part) : part;
        const images = tf.tensor(values, [part.length / size, ...this.#inputShape]);
        const logits = this.#layers.apply(images, { training: false });
        return splitHeads(logits, this.#classes).map((head) => tf.softmax(head));
      });
      for (const [i, head] of heads.entries()) {
        found[i].set(await head.data() as Float32Array, start * this.#classes[i]);
      }
      tf.dispose(heads);
    }
    return found;
  }

  /** Frees its weights. */
  dispose(): void {
    this.#layers.dispose();
  }
}

/**
 * Trains a network to answer questions about the images of a set.
 *
 * The loss is the sum of the questions' cross-entropies.
 *
 * @param set Images whose sides divide by 4.
 * @param questions At least one, each with an answer for every image.
 * @returns Heads that the caller disposes.
 * @throws {RangeError} If the sides do not divide by 4, or `steps` is no whole number from 0.
 */
export async function trainClassHeads(
  set: ImageSet,
  questions: readonly Question[],
  { steps, batchSize, learningRate, seed, channels, signal }: ClassHeadsOptions,
): Promise<ClassHeads> {
  if (!Number.isInteger(steps) || steps < 0) {
    throw new RangeError(
      "Cannot train a classifier as 'steps' must be a whole number from 0: " +
        `current value is ${steps}`,
    );
  }
  const classes = questions.map(({ classes }) => classes);
  const random = new RandomGenerator(seed);
  const batches = new Batches(set, { batchSize, random });
  const layers = headLayers(set, { channels, classes, random });
  const variables = layers.trainable;
  const constants = { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const optimiser = new Adam(variables, constants);
  let isTrained = false;
  try {
    for (let step = 0; step < steps && !signal?.aborted; step++) {
      if (step % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      const { images, indices } = batches.next();
      try {
        tf.tidy(() => {
          const { gradients } = lossGradients(() => {
            const logits = layers.apply(images, { training: true });
            const losses = splitHeads(logits, classes).map((head, i) =>
              crossEntropy(head, Array.from(indices, (at) => questions[i].labels[at]))
            );
            return { loss: losses.reduce((sum, loss) => tf.add(sum, loss)) };
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
  const inputShape = [set.height, set.width, set.channels];
  return new ClassHeads(layers, { inputShape, classes });
}

function headLayers(
  { height, width, channels: inputChannels }: ImageSet,
  { channels: [half, quarter], classes, random }: {
    channels: readonly [number, number];
    classes: number[];
    random: RandomGenerator;
  },
): Sequence {
  if (height % 4 !== 0 || width % 4 !== 0) {
    throw new RangeError(
      "Cannot train a classifier as the images' sides must divide by 4: " +
        `current size is ${width} × ${height}`,
    );
  }
  const inputs = (height / 4) * (width / 4) * quarter;
  const outputs = classes.reduce((sum, count) => sum + count, 0);
  const values = { initialisation: "keras", random } as const;
  return new Sequence("classifier", [
    dBlock({ inputChannels, outputChannels: half, ...values }),
    dBlock({ inputChannels: half, outputChannels: quarter, ...values }),
    new Reshape([inputs]),
    new Dense({ inputs, outputs, ...values }),
  ]);
}

/** Each question's columns of `[batch, Σ classes]`. */
function splitHeads(logits: tf.Tensor, classes: readonly number[]): tf.Tensor[] {
  if (classes.length === 1) return [logits];
  return tf.split(logits, [...classes], 1);
}

/** mean(ln Σ exp(logits) − the right class's logit), in nats. */
function crossEntropy(logits: tf.Tensor, labels: number[]): tf.Scalar {
  const right = tf.oneHot(tf.tensor1d(labels, "int32"), logits.shape[1]!);
  const ofRight = tf.sum(tf.mul(logits, right), 1);
  return tf.mean(tf.sub(tf.logSumExp(logits, 1), ofRight)).asScalar();
}
