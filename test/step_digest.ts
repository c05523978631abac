/**
 * Prints a digest of every bit that twenty training steps of two sources' networks, the
 * elementwise kernels and a wide convolution compute on `wasm-simd`, for a comparison
 * between two ways to start Deno.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "../lib/model/gans_in_action.ts";
import { createGenerator } from "../lib/model/generator.ts";
import type { Network } from "../lib/model/network.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { normalTensor, uniformTensor } from "../lib/tensor/random_tensor.ts";
import { Adam } from "../lib/train/adam.ts";
import { trainStep } from "../lib/train/train_step.ts";
import { startWasmBackend } from "../lib/wasm/start.ts";

await startWasmBackend({ threads: 2 });
await tf.setBackend("wasm-simd");

const random = new RandomGenerator(5);

/** The bits of all parameters after enough steps for V8 to optimise the kernels. */
async function weightsAfterSteps(
  { generator, discriminator }: { generator: Network; discriminator: Network },
  imageShape: number[],
): Promise<Float32Array[]> {
  const constants = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const step = {
    generator,
    discriminator,
    generatorOptimiser: new Adam(generator.trainable, constants),
    discriminatorOptimiser: new Adam(discriminator.trainable, constants),
    realImages: uniformTensor([16, ...imageShape], random, { low: -1, high: 1 }),
    latents: normalTensor([16, 10], random),
  };
  // The flags act only on optimised kernels.
  for (let i = 0; i < 20; i++) await trainStep(step);
  return [generator, discriminator].flatMap(({ parameters }) =>
    parameters.map(({ value }) => value.dataSync() as Float32Array)
  );
}

// Channels from 1 to 128 and kernels of 3 and 4: the kernels for few channels, all forms
// of Winograd's and the general ones.
const sizes = { size: 32, width: 16, channels: 3, random };
const weights = [
  ...await weightsAfterSteps({
    generator: createGenerator({ ...sizes, latentSize: 10 }),
    discriminator: createDiscriminator(sizes),
  }, [32, 32, 3]),
  ...await weightsAfterSteps({
    generator: createGansInActionGenerator({ latentSize: 10, width: 16, random }),
    discriminator: createGansInActionDiscriminator({ width: 16, random }),
  }, [28, 28, 1]),
];

const x = normalTensor([999, 7], random);
const rows = normalTensor([7], random);
const elementwise = [
  ...[tf.exp, tf.tanh, tf.sigmoid, tf.softplus, tf.square].map((f) => f(x)),
  ...[tf.add, tf.div, tf.maximum, tf.squaredDifference].map((f) => f(x, rows)),
  tf.sum(x, 0),
  tf.mean(x),
].map((tensor) => tensor.dataSync() as Float32Array);

// A filter so large that the tasks of a convolution transform it.
const image = normalTensor([1, 8, 8, 256], random) as tf.Tensor4D;
const filter = normalTensor([4, 4, 256, 176], random) as tf.Tensor4D;
const convolved = Array.from({ length: 20 }, () => {
  const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter, 2, 1)
  )(image);
  return [value, grad].map((tensor) => tensor.dataSync() as Float32Array);
}).flat();

const parts = [...weights, ...elementwise, ...convolved];
const bytes = await new Blob(parts as BlobPart[]).arrayBuffer();
const digest = await crypto.subtle.digest("SHA-256", bytes);
const hex = Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0"));
console.log(`${bytes.byteLength} bytes ${hex.join("")}`);
