import * as tf from "@tensorflow/tfjs";

/**
 * How far each image is from each other one.
 *
 *     d(a, b) = √ mean (a − b)²
 *
 * The mean is over pixels and channels, so that the distance is one of grey levels and
 * does not grow with the images' size: black and white are 2 apart, images of
 * independent pixels of deviation σ are σ√2.
 *
 * @param images `[count, height, width, channels]`; not disposed.
 * @returns `[count, count]`, symmetric, 0 on the diagonal. The caller disposes it.
 */
export function imageDistances(images: tf.Tensor): tf.Tensor2D {
  return tf.tidy(() => {
    const count = images.shape[0];
    const pixels = images.size / count;
    const flat = tf.reshape(images, [count, pixels]);
    // About their mean, as the product below loses the digits that all images share.
    const centred = tf.sub(flat, tf.mean(flat, 0)) as tf.Tensor2D;
    const products = tf.matMul(centred, centred, false, true);
    const squares = tf.sum(tf.square(centred), 1);
    const sums = tf.add(tf.expandDims(squares, 1), tf.expandDims(squares, 0));
    const squared = tf.sub(sums, tf.mul(2, products));
    // A difference of rounded sums is not quite 0 for equal images, nor always positive.
    const apart = tf.sub(1, tf.eye(count));
    return tf.mul(tf.sqrt(tf.div(tf.relu(squared), pixels)), apart) as tf.Tensor2D;
  });
}

/**
 * The mean distance between two different images.
 *
 * @param distances `[count · count]` from {@link imageDistances}.
 * @param count How many images; of a single one the mean is 0.
 */
export function meanDistance(distances: ArrayLike<number>, count: number): number {
  let sum = 0;
  for (let i = 0; i < distances.length; i++) sum += distances[i];
  return count > 1 ? sum / (count * (count - 1)) : 0;
}

/**
 * How many groups of alike images there are.
 *
 * Two images are in one group if a chain of images leads from one to the other, each
 * nearer to the next than `reach`: connected components, so that the order of the images
 * does not matter.
 *
 * @param distances `[count · count]` from {@link imageDistances}.
 * @param count How many images.
 * @param reach From which distance on two images are different.
 * @returns 1 to `count`; a distance that is NaN joins nothing.
 */
export function countClusters(
  distances: ArrayLike<number>,
  count: number,
  reach: number,
): number {
  const seen = new Uint8Array(count);
  let clusters = 0;
  for (let start = 0; start < count; start++) {
    if (seen[start]) continue;
    clusters++;
    seen[start] = 1;
    const open = [start];
    while (open.length > 0) {
      const image = open.pop()!;
      for (let other = 0; other < count; other++) {
        if (seen[other] || !(distances[image * count + other] < reach)) continue;
        seen[other] = 1;
        open.push(other);
      }
    }
  }
  return clusters;
}
