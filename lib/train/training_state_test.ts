import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { Adam } from "./adam.ts";
import { GeneratorAverage } from "./generator_average.ts";
import {
  fillVariables,
  namedVariables,
  readTensors,
  requireTensors,
  type StateTensor,
} from "./training_state.ts";

/** Bits of NaN with a payload, −0, the smallest subnormal, ∞. */
const BITS = Uint32Array.of(0x7fc12345, 0x80000000, 1, 0xff800000);
const special = (): StateTensor => ({
  shape: [2, 2],
  data: new Float32Array(BITS.buffer.slice(0)),
});

Deno.test("namedVariables() names every parameter and running statistic, and moments of what learns", () => {
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 1, channels: 1, random };
  const networks = {
    generator: createGenerator({ ...sizes, latentSize: 2 }),
    discriminator: createDiscriminator(sizes),
  };
  const adam = { learningRate: 1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const optimisers = {
    generator: new Adam(networks.generator.trainable, adam),
    discriminator: new Adam(networks.discriminator.trainable, adam),
  };
  const fixedLatents = tf.variable(tf.zeros([1, 2]));
  const average = new GeneratorAverage(networks.generator, .9);
  const variables = namedVariables(networks, optimisers, { fixedLatents, average });
  const all = [networks.generator, networks.discriminator];
  const count = all.flatMap((
    { parameters, trainable },
  ) => [...parameters, ...trainable, ...trainable]);
  const averages = networks.generator.parameters;
  assert.equal(variables.size, count.length + averages.length + 1);
  for (const [i, { key }] of averages.entries()) {
    const { value } = average.generator.parameters[i];
    assert.equal(variables.get(`average.${key}`), value);
  }
  assert.equal(variables.get("fixedLatents"), fixedLatents);
  for (const name of ["running_mean", "weight.firstMoment", "weight.secondMoment"]) {
    const variable = variables.get(`generator.main.1.${name}`);
    assert.deepEqual(variable?.shape, variables.get("generator.main.1.weight")?.shape);
  }
  assert.ok(!variables.has("generator.main.1.running_mean.firstMoment"));
  const second = optimisers.discriminator.state().secondMoments[0];
  assert.equal(variables.get("discriminator.main.0.weight.secondMoment"), second);
  const parts = [...all, ...Object.values(optimisers), average, fixedLatents];
  parts.forEach((part) => part.dispose());
});

Deno.test("fillVariables() and readTensors() keep every bit, of NaN, −0 and subnormals too", async () => {
  const variable = tf.variable(tf.zeros([2, 2]));
  const before = tf.memory().numTensors;
  const stored = special();
  fillVariables(new Map([["w", variable]]), new Map([["w", stored]]));
  assert.equal(tf.memory().numTensors, before);
  const read = (await readTensors(new Map([["w", variable]]))).get("w")!;
  assert.deepEqual(read.shape, [2, 2]);
  assert.deepEqual(new Uint32Array(read.data.slice().buffer), BITS);
  stored.data.fill(7);
  assert.deepEqual(new Uint32Array((await variable.data()).slice().buffer), BITS);
  variable.dispose();
});

Deno.test("requireTensors() names what is missing, too much or of another shape", () => {
  const variables = new Map([["w", tf.variable(tf.zeros([2, 2]))]]);
  requireTensors(variables, new Map([["w", special()]]));
  const refuse = (tensors: [string, StateTensor][], message: RegExp) =>
    assert.throws(() => requireTensors(variables, new Map(tensors)), {
      name: "RangeError",
      message,
    });
  refuse([], /'w' must have the shape \[2, 2\]: it is missing/);
  refuse([["w", { ...special(), shape: [4] }]], /'w' must .*: its shape is \[4\]/);
  refuse(
    [["w", special()], ["cake", special()]],
    /no part of the training is called 'cake'/,
  );
  tf.dispose([...variables.values()]);
});
