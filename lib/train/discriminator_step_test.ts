import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../model/discriminator.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { uniformTensor } from "../tensor/random_tensor.ts";
import { Adam } from "./adam.ts";
import { discriminatorStep, discriminatorStepApart } from "./discriminator_step.ts";

/** A small discriminator and a batch of each kind, all from a seed. */
function example(seed = 1) {
  const random = new RandomGenerator(seed);
  const discriminator = createDiscriminator({ size: 16, width: 2, channels: 1, random });
  const constants = { learningRate: 2e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const optimiser = new Adam(discriminator.trainable, constants);
  const draw = () => uniformTensor([3, 16, 16, 1], random, { low: -1, high: 1 });
  const [realImages, fakeImages] = [draw(), draw()];
  return {
    ...{ discriminator, optimiser, realImages, fakeImages },
    dispose() {
      for (const part of [discriminator, optimiser, realImages, fakeImages]) {
        part.dispose();
      }
    },
  };
}

const weights = ({ trainable }: Network) =>
  trainable.map((value) => [...value.dataSync()]);

for (const step of [discriminatorStep, discriminatorStepApart]) {
  Deno.test(`${step.name}() on one batch again and again tells real from fake`, () => {
    const parts = example();
    tf.tidy(() => {
      const score = () => {
        const { realLogits, fakeLogits } = step(parts);
        return tf.sub(tf.mean(realLogits), tf.mean(fakeLogits)).dataSync()[0];
      };
      const first = score();
      for (let i = 0; i < 20; i++) score();
      const last = score();
      assert.ok(last > first + 1, `${first} → ${last}`);
    });
    parts.dispose();
  });

  Deno.test(`${step.name}() leaves no tensor but the logits, and the norm if asked for`, () => {
    const parts = example();
    tf.dispose(Object.values(step(parts)));
    const before = tf.memory().numTensors;
    const { norm, ...logits } = step({ ...parts, diagnose: true });
    assert.equal(tf.memory().numTensors, before + 3);
    tf.dispose([norm, Object.values(logits)]);
    assert.equal(tf.memory().numTensors, before);
    parts.dispose();
  });

  Deno.test(`${step.name}() refuses images that are not the network's`, () => {
    const parts = example();
    const fakeImages = tf.zeros([3, 8, 8, 1]);
    assert.throws(() => step({ ...parts, fakeImages }), {
      name: "RangeError",
      message: "Cannot train as 'fakeImages' must have shape [batch, 16, 16, 1]: " +
        "current shape is [3, 8, 8, 1]",
    });
    fakeImages.dispose();
    parts.dispose();
  });
}

Deno.test("apart, D makes two updates and judges the fake batch after the first", () => {
  const [apart, together] = [example(), example()];
  tf.tidy(() => {
    const [one, two] = [discriminatorStep(together), discriminatorStepApart(apart)];
    assert.deepEqual([together.optimiser.step, apart.optimiser.step], [1, 2]);
    assert.deepEqual([...two.realLogits.dataSync()], [...one.realLogits.dataSync()]);
    // Having learned that all it saw is real, it finds the fake ones more real, too.
    const mean = (logits: tf.Tensor) => tf.mean(logits).dataSync()[0];
    assert.ok(mean(two.fakeLogits) > mean(one.fakeLogits));
  });
  assert.notDeepEqual(weights(apart.discriminator), weights(together.discriminator));
  apart.dispose();
  together.dispose();
});

Deno.test("apart, the norm is that of both gradients together, to 1e-5 of it", () => {
  const parts = example();
  const heard: number[] = [];
  const apply = parts.optimiser.apply.bind(parts.optimiser);
  parts.optimiser.apply = (gradients) => {
    for (const gradient of gradients) heard.push(...gradient.dataSync());
    apply(gradients);
  };
  tf.tidy(() => {
    const { norm } = discriminatorStepApart({ ...parts, diagnose: true });
    const expected = Math.hypot(...heard);
    assert.ok(Math.abs(norm[0].dataSync()[0] / expected - 1) < 1e-5);
  });
  parts.dispose();
});
