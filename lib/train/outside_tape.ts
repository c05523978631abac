import * as tf from "@tensorflow/tfjs";

/**
 * Runs a function as if no gradient were being recorded, then goes on recording.
 *
 * tfjs records every op between `variableGrads()` and the end of its function, also
 * those that have no part in that gradient, and a gradient taken inside is taken for one
 * of second order: its saved tensors would live on. The step of a GAN updates D between
 * two uses of G's images, inside G's gradient. Here the recording depth is set to zero
 * for a while, so a gradient inside is an ordinary first one on a tape of its own.
 *
 * This reads and writes the engine's own state, as tfjs has no public way. It is the
 * only place that does (with {@link disposeTape}).
 *
 * Source: tfjs-core 4.22, `engine.ts`, `startTape()` and `runKernelFunc()`.
 *
 * @param run What to do meanwhile; its temporary tensors are disposed as in `tf.tidy()`.
 * @returns What `run` returns; the surrounding scope owns its tensors. For the gradient
 *   that is being recorded they are constants.
 */
export function outsideTape<T extends tf.TensorContainer>(run: () => T): T {
  const { state } = tf.engine();
  const { activeTape, gradientDepth } = state;
  state.gradientDepth = 0;
  try {
    return tf.tidy(run);
  } finally {
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
  }
}

/**
 * Disposes what an aborted gradient had saved for its backward pass.
 *
 * Saved tensors belong to no scope. tfjs disposes them when the backward pass is done; if
 * the function throws before, it forgets them, also inside a `tf.tidy()`. Call this in a
 * `catch` around `variableGrads()`. Inside another gradient it does nothing, as that one
 * still needs the tape.
 */
export function disposeTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0 || !state.activeTape) return;
  for (const node of state.activeTape) tf.dispose(node.saved);
  state.activeTape = [];
}
