/**
 * Three whole steps against PyTorch's, from `pytorch_fixture.py`.
 *
 * The bars: PyTorch's own float32 departs from the expected float64 by 2.2e-7 of a loss
 * or score and by 2.9e-7 of a tensor's norm on this seed. A whole network is compared by
 * norm, a tensor at a time, as single elements of float32 may be off entirely.
 */
import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { decodeSafetensors } from "../artefacts/safetensors.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import type { Network } from "../model/network.ts";
import type { Parameter } from "../model/parameter.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { Adam } from "./adam.ts";
import pytorch from "./pytorch.safetensors" with { type: "bytes" };
import { trainStep } from "./train_step.ts";

const { tensors } = decodeSafetensors(pytorch);

/** A tensor of the fixture in our order of axes; the caller disposes it. */
function read(name: string, axes?: number[]): tf.Tensor {
  const { shape, data } = tensors.get(name)!;
  return tf.tidy(() => {
    const tensor = tf.tensor(new Float32Array(data as Float32Array), shape);
    return axes ? tf.transpose(tensor, axes) : tensor;
  });
}

/** PyTorch's OIHW and IOHW become HWIO and HWOI alike. */
function readParameter(prefix: string, { key, role }: Parameter): tf.Tensor {
  const filter = role === "convolution" || role === "transposedConvolution";
  return read(`${prefix}.${key}`, filter ? [2, 3, 1, 0] : undefined);
}

function load(network: Network, prefix: string) {
  for (const parameter of network.parameters) {
    const value = readParameter(prefix, parameter);
    parameter.value.assign(value);
    value.dispose();
  }
}

/** ‖actual − expected‖ / ‖expected‖ */
function departure(actual: tf.Tensor, expected: tf.Tensor): number {
  return tf.tidy(() =>
    tf.div(tf.norm(tf.sub(actual, expected)), tf.norm(expected)).dataSync()[0]
  );
}

Deno.test("three steps equal PyTorch's: losses and scores to 1e-6, each weight tensor to 2e-6 by norm", async () => {
  const random = new RandomGenerator(1);
  const sizes = { size: 32, width: 8, channels: 3, random };
  const generator = createGenerator({ ...sizes, latentSize: 20 });
  const discriminator = createDiscriminator(sizes);
  load(generator, "initial.generator");
  load(discriminator, "initial.discriminator");
  const constants = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const generatorOptimiser = new Adam(generator.trainable, constants);
  const discriminatorOptimiser = new Adam(discriminator.trainable, constants);
  const images = tf.tidy(() => tf.unstack(read("images", [0, 1, 3, 4, 2])));
  const latents = tf.tidy(() => tf.unstack(read("latents")));
  const measured = tensors.get("measured")!.data as Float64Array;

  for (let step = 0; step < 3; step++) {
    const result = await trainStep({
      generator,
      discriminator,
      generatorOptimiser,
      discriminatorOptimiser,
      realImages: images[step],
      latents: latents[step],
    });
    const { lossDReal, lossDFake, lossG, scoreReal, scoreFakeBefore, scoreFakeAfter } =
      result;
    [lossDReal, lossDFake, lossG, scoreReal, scoreFakeBefore, scoreFakeAfter]
      .forEach((value, i) => {
        const expected = measured[step * 6 + i];
        assert.ok(
          Math.abs(value - expected) <= 1e-6 * Math.abs(expected),
          `step ${step + 1}, number ${i}: ${value} is not PyTorch's ${expected}`,
        );
      });
  }

  for (
    const [network, name] of [[generator, "generator"], [
      discriminator,
      "discriminator",
    ]] as const
  ) {
    for (const parameter of network.parameters) {
      const expected = readParameter(`expected.${name}`, parameter);
      const off = departure(parameter.value, expected);
      assert.ok(off <= 2e-6, `${name}.${parameter.key} departs by ${off}`);
      expected.dispose();
    }
  }
  const samples = tf.tidy(() => generator.apply(latents[0], { training: false }));
  const expected = read("samples", [0, 2, 3, 1]);
  assert.ok(departure(samples, expected) <= 2e-6, "samples in inference mode");
  tf.dispose([images, latents, samples, expected]);
  for (
    const part of [
      generator,
      discriminator,
      generatorOptimiser,
      discriminatorOptimiser,
    ]
  ) part.dispose();
});
