/**
 * Batch normalisation: training with an activation, its gradient, and inference.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend.ts";
import { WHOLE } from "./binary.ts";
import { runCpuKernel, valuesOf, type WasmKernel } from "./kernel.ts";

/** Channels whose moments one task unites. */
const CHANNELS_PER_TASK = 16;

/** How rows of channels are cut into tasks; this depends on the shape alone. */
interface Rows {
  rows: number;
  channels: number;
  rowsPerTask: number;
  /** The channels, rounded up to a multiple of 4. */
  stride: number;
  tasks: number;
}

function rowsOf(shape: number[]): Rows {
  const channels = shape[shape.length - 1];
  const rows = tf.util.sizeFromShape(shape.slice(0, -1));
  // A block of 64 KiB stays in the cache for its second reading; at most 512 rows, so
  // that few channels make enough tasks too.
  const rowsPerTask = Math.min(512, Math.max(16, Math.floor(16384 / channels)));
  const stride = Math.ceil(channels / 4) * 4;
  return { rows, channels, rowsPerTask, stride, tasks: Math.ceil(rows / rowsPerTask) };
}

/**
 * Batch normalisation and activation in training; `batchNormActivation()` in
 * `lib/backend` gives the formula. Returns y, each channel's mean and biased variance,
 * and 1/√(variance + ε) for the gradient.
 *
 * Mean and variance are within 1e-6 of their values for a channel whose mean is up to a
 * hundred deviations from zero.
 */
export const batchNormActivation: WasmKernel = {
  name: "BatchNormActivation",
  run: ({ inputs, attrs, backend }) => {
    const { x, gamma, beta } = inputs as Record<string, tf.TensorInfo>;
    const { epsilon, slope } = attrs as Record<string, number>;
    const { rows, channels, rowsPerTask, stride, tasks } = rowsOf(x.shape);
    const [y, mean, variance, scale] = [
      x.shape,
      [channels],
      [channels],
      [channels],
    ].map((shape) => backend.output(shape));
    const partial = backend.scratch(tasks * 5 * stride * 4);
    const factor = backend.scratch(stride * 4);
    const moments = [backend.address(x), partial, rows, channels, rowsPerTask, stride];
    backend.call("batchNormMoments", tasks, moments);
    const addresses = [backend.address(gamma), mean, variance, scale].map((place) =>
      typeof place === "number" ? place : place.address
    );
    const sizes = [rows, channels, rowsPerTask, stride, tasks, CHANNELS_PER_TASK];
    const unite = [partial, ...addresses, factor, ...sizes];
    backend.call("batchNormUnite", uniteTasks(channels), unite, [epsilon]);
    apply(backend, x, y.address, [mean.address, factor, backend.address(beta)], slope);
    return [y, mean, variance, scale];
  },
};

/** The gradient of {@linkcode batchNormActivation}: dx, dγ and dβ. */
export const batchNormActivationGradient: WasmKernel = {
  name: "BatchNormActivationGrad",
  run: ({ inputs, attrs, backend }) => {
    const { x, gamma, beta, mean, scale, dy } = inputs as Record<string, tf.TensorInfo>;
    const slope = attrs.slope as number;
    const { rows, channels, rowsPerTask, stride, tasks } = rowsOf(x.shape);
    const dx = backend.output(x.shape);
    const dGamma = backend.output([channels]);
    const dBeta = backend.output([channels]);
    const partial = backend.scratch(tasks * 2 * stride * 8);
    const factor = backend.scratch(stride * 4);
    const [shift, tilt] = [0, 1].map(() => backend.scratch(stride * 8));
    const scaleAddress = backend.address(scale);
    // Multiplied in single precision as in the forward pass: the signs of u must agree.
    const product = [scaleAddress, backend.address(gamma), factor, channels, channels];
    backend.call("multiply", 1, [...product, WHOLE, WHOLE]);
    const places = [backend.address(mean), factor, backend.address(beta)];
    const values = [backend.address(x), backend.address(dy)];
    const sums = [...values, ...places, partial, rows, channels, rowsPerTask, stride];
    backend.call("batchNormGradientSums", tasks, sums, [slope]);
    const outputs = [dGamma.address, dBeta.address, shift, tilt];
    const sizes = [rows, channels, stride, tasks, CHANNELS_PER_TASK];
    const unite = [partial, scaleAddress, ...outputs, ...sizes];
    backend.call("batchNormGradientUnite", uniteTasks(channels), unite);
    const inner = [...values, dx.address, ...places, shift, tilt];
    const gradient = [...inner, rows, channels, rowsPerTask];
    backend.call("batchNormGradientApply", tasks, gradient, [slope]);
    return [dx, dGamma, dBeta];
  },
};

/**
 * Batch normalisation by given statistics, as in inference:
 * y = (x − mean) / √(variance + ε) · scale + offset. Statistics that are not one number
 * a channel run tfjs's kernel.
 */
export const fusedBatchNorm: WasmKernel = {
  name: "FusedBatchNorm",
  run: (call) => {
    const { backend } = call;
    const { x, scale, offset, mean, variance } = call.inputs as Record<
      string,
      tf.TensorInfo
    >;
    const channels = x.shape[x.shape.length - 1];
    const given = [scale, offset, mean, variance].filter((tensor) => tensor);
    const fits = x.shape.length > 0 &&
      [x, ...given].every((t) => t.dtype === "float32") &&
      given.every(({ shape }) => tf.util.sizeFromShape(shape) === channels);
    if (!fits) return runCpuKernel("FusedBatchNorm", call);
    const y = backend.output(x.shape);
    const epsilon = call.attrs.varianceEpsilon as number;
    const variances = valuesOf(backend, variance);
    const scales = scale ? valuesOf(backend, scale) : null;
    const factors = Float32Array.from(
      variances,
      (value, c) => (scales ? scales[c] : 1) / Math.sqrt(value + epsilon),
    );
    const factor = scratchOf(backend, factors);
    const beta = offset
      ? backend.address(offset)
      : scratchOf(backend, new Float32Array(channels));
    apply(backend, x, y.address, [backend.address(mean), factor, beta], 1);
    return y;
  },
};

/** y = (x − mean) · factor + β, then the activation; `places` are those three. */
function apply(
  backend: WasmBackend,
  x: tf.TensorInfo,
  y: number,
  places: number[],
  slope: number,
): void {
  const { rows, channels, rowsPerTask, tasks } = rowsOf(x.shape);
  const integers = [backend.address(x), y, ...places, rows, channels, rowsPerTask];
  backend.call("batchNormApply", tasks, integers, [slope]);
}

function uniteTasks(channels: number): number {
  return Math.ceil(channels / CHANNELS_PER_TASK);
}

function scratchOf(backend: WasmBackend, values: Float32Array): number {
  const address = backend.scratch(values.byteLength);
  backend.floats(address, values.length).set(values);
  return address;
}
