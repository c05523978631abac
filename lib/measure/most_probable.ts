/** What a network thinks of some images, on one question. */
export interface Classification {
  /** The most probable class of each image. */
  labels: Uint16Array;
  /** The probability that is given to it, from 1/classes to 1. */
  confidences: Float32Array;
}

/**
 * The most probable class of each image; the first one, where several are as probable.
 *
 * @param probabilities `[count · classes]`, image after image.
 * @param count How many images.
 */
export function mostProbable(probabilities: Float32Array, count: number): Classification {
  const classes = probabilities.length / count;
  const labels = new Uint16Array(count);
  const confidences = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const ofImage = probabilities.subarray(i * classes, (i + 1) * classes);
    for (let label = 1; label < classes; label++) {
      if (ofImage[label] > ofImage[labels[i]]) labels[i] = label;
    }
    confidences[i] = ofImage[labels[i]];
  }
  return { labels, confidences };
}

/**
 * The share of labels that are the right ones.
 *
 * @param labels One for each image.
 * @param right As many.
 * @returns From 0 to 1.
 */
export function rightShare(labels: Uint16Array, right: Uint16Array): number {
  return labels.filter((label, i) => label === right[i]).length / labels.length;
}
