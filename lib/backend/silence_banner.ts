/**
 * Keeps the advertisement of TensorFlow.js out of a notebook's first output.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * Lets the `cpu` backend print its start-up banner to nobody.
 *
 * The banner advises another package for Node.js; it comes with the backend's first
 * tensor, as a warning, unless the flag PROD is set. So the first tensor is made here,
 * under PROD, and the flag then gets its old value back: it also switches off checks
 * that a learner needs.
 *
 * @param name The backend whose first tensor this is; must be registered.
 */
export async function silenceBanner(name: string): Promise<void> {
  const before = tf.getBackend();
  const production = tf.env().getBool("PROD");
  tf.env().set("PROD", true);
  try {
    await tf.setBackend(name);
    tf.scalar(0).dispose();
    if (before) await tf.setBackend(before);
  } finally {
    tf.env().set("PROD", production);
  }
}
