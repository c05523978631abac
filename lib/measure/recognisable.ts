import type { ImageBatch } from "../artefacts/image_grid.ts";
import type { Classifier } from "./classifier.ts";

/** How much of what a generator draws a classifier recognises. */
export interface Recognisability {
  /** The share of images of which the classifier is sure enough. */
  confidentShare: number;
  /** How many different classes there are among these. */
  classes: number;
}

/**
 * Measures whether a generator's images can be recognised, and how varied they are.
 *
 * A classifier that never saw a generated image is sure of one only if it looks like the
 * real ones. The number of classes guards against a generator that draws a single good
 * digit. Sure does not mean right: nobody knows what the generator meant.
 *
 * @param classifier Trained on the set that the generator learned from.
 * @param images What the generator drew; the more, the more reliable. 64 will do.
 * @param options.confidence From which probability it counts as sure.
 * @throws {RangeError} If the images are not of the classifier's size.
 */
export async function recognisability(
  classifier: Classifier,
  images: ImageBatch,
  { confidence = 0.9 } = {},
): Promise<Recognisability> {
  const { labels, confidences } = await classifier.classify(images);
  const recognised = labels.filter((_, i) => confidences[i] >= confidence);
  return {
    confidentShare: recognised.length / labels.length,
    classes: new Set(recognised).size,
  };
}
