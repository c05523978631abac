import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "../backend/choose_backend.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";
import { Adam } from "./adam.ts";
import { BETWEEN_KERNELS, profileStep } from "./profile_step.ts";

/** A step of networks with 3 layers each, for two images. */
async function example() {
  await chooseBackend({ backend: "wasm-simd", log: () => {} });
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 2, channels: 1, random };
  const generator = createGenerator({ ...sizes, latentSize: 5 });
  const discriminator = createDiscriminator(sizes);
  const constants = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const generatorOptimiser = new Adam(generator.trainable, constants);
  const discriminatorOptimiser = new Adam(discriminator.trainable, constants);
  const parts = { generator, discriminator, generatorOptimiser, discriminatorOptimiser };
  const realImages = uniformTensor([2, 16, 16, 1], random, { low: -1, high: 1 });
  const latents = normalTensor([2, 5], random);
  return {
    step: { ...parts, realImages, latents },
    dispose: () => {
      for (const part of Object.values(parts)) part.dispose();
      tf.dispose([realImages, latents]);
    },
  };
}

Deno.test("profileStep() gives a step's kernels, whose shares add up to 1", async () => {
  const { step, dispose } = await example();
  const { rows, milliseconds } = await profileStep({ ...step, steps: 2 });
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum(rows.map(({ share }) => share)) - 1) < 1e-9);
  const times = sum(rows.map((row) => row.milliseconds));
  assert.ok(Math.abs(times / milliseconds - 1) < 1e-9);
  assert.equal(rows.at(-1)?.kernel, BETWEEN_KERNELS);
  assert.ok(rows.every(({ share }) => share >= 0));
  const variables = [step.generator, step.discriminator]
    .flatMap((network) => network.trainable).length;
  assert.equal(rows.find(({ kernel }) => kernel === "AdamUpdate")?.calls, variables);
  dispose();
});

Deno.test("profileStep() knows the rates of convolutions, and the bytes of the rest", async () => {
  const { step, dispose } = await example();
  const { rows, parts } = await profileStep({ ...step, steps: 1 });
  const row = (name: string) => rows.find(({ kernel }) => kernel === name)!;
  for (const kernel of ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"]) {
    assert.ok(row(kernel).gigaflops! > 0);
  }
  assert.equal(row("AdamUpdate").gigaflops, null);
  assert.ok(row("AdamUpdate").gigabytesPerSecond! > 0);
  assert.ok(
    parts.some(({ kernel, part }) => `${kernel} ${part}` === "AdamUpdate adamUpdate"),
  );
  dispose();
});

Deno.test("profileStep() separates the convolutions by shape where asked to", async () => {
  const { step, dispose } = await example();
  const { rows } = await profileStep({ ...step, steps: 1, byShape: true });
  const first = rows.find(({ kernel }) =>
    kernel === "Conv2D 2×16×16×1, 4×4×1×2 → 2×8×8×2"
  );
  // D's first layer on real images, on fake ones, and again after D's update; and the
  // gradient of G's last layer, which mirrors it.
  assert.equal(first?.calls, 4);
  dispose();
});

Deno.test("profileStep() leaves no tensor behind", async () => {
  const { step, dispose } = await example();
  await profileStep({ ...step, steps: 1 });
  const before = tf.memory().numTensors;
  await profileStep({ ...step, steps: 1 });
  assert.equal(tf.memory().numTensors, before);
  dispose();
});

Deno.test("profileStep() refuses a number of steps below 1", async () => {
  const { step, dispose } = await example();
  for (const steps of [0, 1.5]) {
    await assert.rejects(profileStep({ ...step, steps }), {
      name: "RangeError",
      message:
        "Cannot profile a step as 'steps' must be a positive integer: current value is " +
        steps,
    });
  }
  dispose();
});
