/**
 * The gradients that tfjs must know for the kernels of this backend's own.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * Tells tfjs the gradients of BatchNormActivation, LeakyReluGrad and LeakyRelu, once.
 *
 * Gradients belong to an op and not to a backend, so that of LeakyRelu stays tfjs's own
 * wherever the running backend has no kernel LeakyReluGrad.
 */
export function registerGradients(): void {
  if (tf.getGradient("BatchNormActivation")) return;
  tf.registerGradient(batchNormActivationGradient);
  tf.registerGradient(leakyReluGradGradient);
  const plain = tf.getGradient("LeakyRelu");
  tf.unregisterGradient("LeakyRelu");
  tf.registerGradient({
    ...plain,
    gradFunc: (dy, saved, attrs) =>
      tf.getKernel("LeakyReluGrad", tf.getBackend())
        ? { x: () => leakyReluGrad(saved[0], dy as tf.Tensor, attrs) }
        : plain.gradFunc(dy, saved, attrs),
  });
}

/** The mean, the variance and the scale carry no gradient. */
const batchNormActivationGradient: tf.GradConfig = {
  kernelName: "BatchNormActivation",
  inputsToSave: ["x", "gamma", "beta"],
  outputsToSave: [false, true, false, true],
  gradFunc: (dys, [x, gamma, beta, mean, scale], attrs) => {
    const dy = (dys as tf.Tensor[])[0];
    // Run here and not in the functions below: each of those runs in a tidy of its own.
    const inputs = { x, gamma, beta, mean, scale, dy };
    const [dx, dGamma, dBeta] = tf.engine().runKernel(
      "BatchNormActivationGrad",
      inputs,
      attrs,
    ) as unknown as tf.Tensor[];
    return { x: () => dx, gamma: () => dGamma, beta: () => dBeta };
  },
};

/** LeakyReluGrad is linear in dy and, but for the bend, constant in x. */
const leakyReluGradGradient: tf.GradConfig = {
  kernelName: "LeakyReluGrad",
  inputsToSave: ["x"],
  gradFunc: (ddx, [x], attrs) => ({
    x: () => tf.zerosLike(x),
    dy: () => leakyReluGrad(x, ddx as tf.Tensor, attrs),
  }),
};

function leakyReluGrad(x: tf.Tensor, dy: tf.Tensor, attrs: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel("LeakyReluGrad", { x, dy }, attrs);
}
