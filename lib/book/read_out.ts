import * as tf from "@tensorflow/tfjs";

/** A tensor's numbers outside the backend: nothing to dispose. */
export interface ReadOut {
  /** The values in row-major order; a boolean tensor gives 0 and 1. */
  data: Float32Array;
  /** The tensor's shape. */
  shape: number[];
}

/**
 * Computes a tensor, copies its numbers out and disposes all that was made on the way.
 *
 * What `tf.tidy` is for tensors, this is for their numbers: a cell of a notebook can ask
 * for a result in one line and leaves nothing in the backend's memory. An image batch
 * read out is what the figures take.
 *
 * @param make Runs in a `tf.tidy`, so it must not be async. Tensors that it only uses
 *   stay alive.
 * @throws {TypeError} If `make` returns no tensor.
 */
export async function readOut(make: () => tf.Tensor): Promise<ReadOut> {
  const tensor = tf.tidy(() => {
    const made = make();
    if (!(made instanceof tf.Tensor)) {
      throw new TypeError(
        `Cannot read out as 'make' must return a tensor: it returned ${typeof made}`,
      );
    }
    // A clone, so that disposing it leaves alone a tensor that `make` did not make.
    return made.clone();
  });
  const shape = [...tensor.shape];
  const data = Float32Array.from(await tensor.data());
  tensor.dispose();
  return { data, shape };
}
