/**
 * Batch normalisation and the activation after it, as one operation.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The two numbers that batch normalisation with an activation depends on. */
export interface BatchNormActivationOptions {
  /** ε, added to the variance; above 0. PyTorch's is 1e-5, TensorFlow.js's 1e-3. */
  epsilon: number;
  /** α, the activation's slope below zero: 0 is ReLU, .2 LeakyReLU, 1 no activation. */
  slope: number;
}

/**
 * Normalises each channel over the batch, then scales, shifts and activates it.
 *
 *     x̂ = (x − mean) / √(variance + ε)
 *     u = γ x̂ + β
 *     y = u where u > 0, else slope · u
 *
 * One operation and not five, because memory traffic is what it costs: where the
 * backend has the kernel `BatchNormActivation` (`wasm-simd` has), each activation is
 * read three times forward and twice backward; elsewhere plain operations compute the
 * same. The mean and the variance are for the running statistics: they carry no
 * gradient, on any backend. The variance is the biased one (divided by m, not m − 1).
 *
 * Source: Ioffe and Szegedy (2015), algorithm 1, https://arxiv.org/abs/1502.03167
 *
 * @param x Activations, `[batch, channels]` or `[batch, height, width, channels]`.
 * @param gamma γ, `[channels]`.
 * @param beta β, `[channels]`.
 * @param options ε and the slope; both must be given.
 * @returns y with the shape of `x`, and each channel's mean and variance, `[channels]`.
 * The caller disposes all three.
 * @throws {RangeError} If the shapes do not fit one another.
 */
export function batchNormActivation(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { epsilon, slope }: BatchNormActivationOptions,
): [tf.Tensor, tf.Tensor1D, tf.Tensor1D] {
  checkShapes(x, gamma, beta);
  if (tf.getKernel("BatchNormActivation", tf.getBackend())) {
    const inputs = { x, gamma, beta };
    const outputs = tf.engine().runKernel("BatchNormActivation", inputs, {
      epsilon,
      slope,
    }) as unknown as [tf.Tensor, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    const [y, mean, variance, scale] = outputs;
    // The scale 1/√(variance + ε) is there for the gradient, which keeps it itself.
    scale.dispose();
    return [y, mean, variance];
  }
  return plainBatchNormActivation(x, gamma, beta, { epsilon, slope });
}

/**
 * The same from plain TensorFlow.js operations, for every backend; see
 * {@linkcode batchNormActivation}, which chooses.
 *
 * @param x Activations, `[batch, channels]` or `[batch, height, width, channels]`.
 * @param gamma γ, `[channels]`.
 * @param beta β, `[channels]`.
 * @param options ε and the slope.
 * @returns y, mean and variance. The caller disposes all three.
 */
export function plainBatchNormActivation(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  { epsilon, slope }: BatchNormActivationOptions,
): [tf.Tensor, tf.Tensor1D, tf.Tensor1D] {
  return tf.tidy(() => {
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const mean = tf.mean(x, axes);
    const centred = tf.sub(x, mean);
    // Two passes: mean(x²) − mean² would lose every digit of a channel far from zero.
    const variance = tf.mean(tf.square(centred), axes);
    const scale = tf.mul(tf.rsqrt(tf.add(variance, epsilon)), gamma);
    const u = tf.add(tf.mul(centred, scale), beta);
    return [activate(u, slope), stopGradient(mean), stopGradient(variance)];
  }) as [tf.Tensor, tf.Tensor1D, tf.Tensor1D];
}

/** The same values, through which no gradient flows. */
function stopGradient(values: tf.Tensor): tf.Tensor {
  return tf.customGrad((input) => ({
    value: (input as tf.Tensor).clone(),
    gradFunc: (dy) => tf.zerosLike(dy),
  }))(values);
}

function activate(u: tf.Tensor, slope: number): tf.Tensor {
  if (slope === 1) return u;
  return slope === 0 ? tf.relu(u) : tf.leakyRelu(u, slope);
}

function checkShapes(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): void {
  const cannot = "Cannot normalise the batch as";
  if (x.rank !== 2 && x.rank !== 4) {
    throw new RangeError(
      `${cannot} 'x' must have rank 2 or 4: current shape is [${x.shape.join(", ")}]`,
    );
  }
  const channels = x.shape[x.rank - 1];
  for (const [name, tensor] of [["gamma", gamma], ["beta", beta]] as const) {
    if (tensor.rank !== 1 || tensor.shape[0] !== channels) {
      throw new RangeError(
        `${cannot} '${name}' must have shape [${channels}]: current shape is ` +
          `[${tensor.shape.join(", ")}]`,
      );
    }
  }
}
