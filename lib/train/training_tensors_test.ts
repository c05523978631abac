import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { MEAN_ADDED } from "./losses.ts";
import { readTensors, type TrainingConstants } from "./training_state.ts";
import { TrainingTensors } from "./training_tensors.ts";

const constants: TrainingConstants = {
  adam: { learningRate: 1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
  loss: MEAN_ADDED,
  fakeBatch: "reused",
  latents: "normal",
  averageDecay: .9,
};

function createNetworks() {
  const sizes = { size: 16, width: 1, channels: 1, random: new RandomGenerator(1) };
  return {
    generator: createGenerator({ ...sizes, latentSize: 2 }),
    discriminator: createDiscriminator(sizes),
  };
}

function open(seed = 1) {
  const networks = createNetworks();
  const tensors = new TrainingTensors(networks, constants, { seed, fixedLatents: 3 });
  const dispose = () =>
    [tensors, ...Object.values(networks)].forEach((part) => part.dispose());
  return { networks, tensors, dispose };
}

Deno.test("variables names every parameter and running statistic, and moments of what learns", () => {
  const { networks, tensors, dispose } = open();
  const { variables, average, optimisers, fixedLatents } = tensors;
  const count = Object.values(networks)
    .flatMap(({ parameters, trainable }) => [...parameters, ...trainable, ...trainable]);
  const averages = networks.generator.parameters;
  assert.equal(variables.size, count.length + averages.length + 1);
  for (const [i, { key }] of averages.entries()) {
    const { value } = average!.generator.parameters[i];
    assert.equal(variables.get(`average.${key}`), value);
  }
  assert.equal(variables.get("fixedLatents"), fixedLatents);
  assert.deepEqual(fixedLatents.shape, [3, 2]);
  for (const name of ["running_mean", "weight.firstMoment", "weight.secondMoment"]) {
    const variable = variables.get(`generator.main.1.${name}`);
    assert.deepEqual(variable?.shape, variables.get("generator.main.1.weight")?.shape);
  }
  assert.ok(!variables.has("generator.main.1.running_mean.firstMoment"));
  const second = optimisers.discriminator.state().secondMoments[0];
  assert.equal(variables.get("discriminator.main.0.weight.secondMoment"), second);
  dispose();
});

Deno.test("restore() takes every value and the numbers of updates, and makes no tensor", async () => {
  const [one, other] = [open(1), open(2)];
  for (const variable of one.tensors.variables.values()) {
    tf.tidy(() => variable.assign(tf.add(variable, 1)));
  }
  const state = {
    tensors: await readTensors(one.tensors.variables),
    updates: { generator: 7, discriminator: 8 },
  };
  const before = tf.memory().numTensors;
  other.tensors.restore(state);
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(await readTensors(other.tensors.variables), state.tensors);
  assert.deepEqual(other.tensors.updates, state.updates);
  one.dispose();
  other.dispose();
});

Deno.test("a training's tensors are gone after dispose(), and the networks are not", () => {
  const networks = createNetworks();
  const before = tf.memory().numTensors;
  const options = { seed: 1, fixedLatents: 3 };
  new TrainingTensors(networks, constants, options).dispose();
  assert.equal(tf.memory().numTensors, before);
  const tooMuch = { ...constants, averageDecay: 1 };
  assert.throws(
    () => new TrainingTensors(networks, tooMuch, options),
    /'averageDecay' must be in \[0, 1\)/,
  );
  assert.equal(tf.memory().numTensors, before);
  Object.values(networks).forEach((network) => network.dispose());
});
