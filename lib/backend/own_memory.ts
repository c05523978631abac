import * as tf from "@tensorflow/tfjs";

/**
 * Gives a variable memory that no other tensor reads, if it shares its own, as after
 * `clone` or `reshape`: a kernel that writes over it then changes this variable alone.
 *
 * @param variable Keeps its values; it is moved only if it has to be.
 */
export function ownMemory(variable: tf.Variable): void {
  if (tf.backend().refCount(variable.dataId) <= 1) return;
  const copy = tf.tensor(variable.dataSync().slice(), variable.shape, variable.dtype);
  variable.assign(copy);
  copy.dispose();
}
