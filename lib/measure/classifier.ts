import { imageBatchOf } from "../artefacts/image_batch_of.ts";
import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { ImageSet } from "../data/image_set.ts";
import { ClassHeads, trainClassHeads } from "./class_heads.ts";
import { type Classification, mostProbable, rightShare } from "./most_probable.ts";

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
 * It is a measuring instrument for generators that learned from the same set: a
 * `ClassHeads` with one question.
 */
export class Classifier {
  readonly #heads: ClassHeads;

  /** @param heads With one question; disposed with the classifier. */
  constructor(heads: ClassHeads) {
    this.#heads = heads;
  }

  /**
   * The most probable class of each image, and how sure that is.
   *
   * @param images Of the size and channels that it learned.
   * @param options.batchSize How many images are computed at once.
   * @throws {RangeError} If the images have another shape.
   */
  async classify(
    images: ImageBatch,
    options: { batchSize?: number } = {},
  ): Promise<Classification> {
    const [probabilities] = await this.#heads.probabilities(images, options);
    return mostProbable(probabilities, images.shape[0]);
  }

  /**
   * The share of a labelled set's images whose class it names rightly.
   *
   * @param set Images that it has not learned from, else the share flatters.
   * @throws {RangeError} If the set has no labels or another shape.
   */
  async accuracy(set: ImageSet): Promise<number> {
    const expected = requireLabels(set, "measure the accuracy");
    const { labels } = await this.classify(imageBatchOf(set));
    return rightShare(labels, expected);
  }

  /** Frees its weights. */
  dispose(): void {
    this.#heads.dispose();
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
  const options = { steps, batchSize, learningRate, seed, signal };
  const channels = [16, 32] as const;
  return new Classifier(
    await trainClassHeads(set, [{ classes, labels }], { ...options, channels }),
  );
}

function requireLabels({ labels, origin }: ImageSet, action: string): Uint16Array {
  if (labels) return labels;
  throw new RangeError(
    `Cannot ${action} as the set must have labels: it has none (${origin})`,
  );
}
