import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";
import { measureHealth } from "./health.ts";

await tf.setBackend("cpu");

function example() {
  const random = new RandomGenerator(1);
  const sizes = { size: 16, width: 2, channels: 1, random };
  const generator = createGenerator({ ...sizes, latentSize: 3 });
  const discriminator = createDiscriminator(sizes);
  const fixedLatents = normalTensor([4, 3], random);
  const realImages = uniformTensor([5, 16, 16, 1], random, { low: -1, high: 1 });
  const dispose = () => {
    tf.dispose([fixedLatents, realImages]);
    [generator, discriminator].forEach((network) => network.dispose());
  };
  return { generator, discriminator, fixedLatents, realImages, dispose };
}

type Example = ReturnType<typeof example>;

const values = ({ generator, discriminator }: Example) =>
  [generator, discriminator].flatMap(({ parameters }) =>
    parameters.map(({ value }) => value.dataSync().slice())
  );

const norm = (numbers: number[]) => Math.sqrt(numbers.reduce((sum, v) => sum + v * v, 0));

Deno.test("measureHealth() changes no value of the networks, leaks nothing and says the same twice", async () => {
  const networks = example();
  const [before, tensors] = [values(networks), tf.memory().numTensors];
  const first = await measureHealth(networks);
  assert.deepEqual(values(networks), before);
  assert.equal(tf.memory().numTensors, tensors);
  assert.deepEqual(await measureHealth(networks), first);
  networks.dispose();
});

Deno.test("the norms are those of all weights, and of the running statistics apart, to 1e-5", async () => {
  const networks = example();
  const health = await measureHealth(networks);
  for (const [name, letter] of [["generator", "G"], ["discriminator", "D"]] as const) {
    for (const [kind, trainable] of [["weight", true], ["running", false]] as const) {
      const chosen = networks[name].parameters.filter((p) => p.trainable === trainable);
      const expected = norm(chosen.flatMap(({ value }) => [...value.dataSync()]));
      const actual = health[`${kind}Norm${letter}`]!;
      assert.ok(Math.abs(actual / expected - 1) < 1e-5, `${kind}Norm${letter} ${actual}`);
    }
  }
  networks.dispose();
});

Deno.test("the spread of independent uniform pixels is √(2/3) to 5 %, and their tanh slope 2/3 to 5 %", async () => {
  const networks = example();
  const { realSpread, realTanhSlope, spread, imageCount } = await measureHealth(networks);
  assert.ok(Math.abs(realSpread / Math.sqrt(2 / 3) - 1) < .05, `${realSpread}`);
  assert.ok(Math.abs(realTanhSlope / (2 / 3) - 1) < .05, `${realTanhSlope}`);
  assert.equal(imageCount, 4);
  // A new generator's images are nearly grey, whatever the latents.
  assert.ok(spread > 0 && spread < .2 * realSpread, `${spread}`);
  networks.dispose();
});

Deno.test("images that are all the same are one cluster without spread", async () => {
  const networks = example();
  const one = tf.tidy(() => tf.tile(tf.slice(networks.fixedLatents, 0, 1), [4, 1]));
  const health = await measureHealth({ ...networks, fixedLatents: one });
  assert.equal(health.clusters, 1);
  assert.ok(health.spread < 1e-6, `${health.spread}`);
  one.dispose();
  networks.dispose();
});

Deno.test("running statistics far from the batch's make inference another mode than training", async () => {
  const networks = example();
  const pass = () => networks.generator.apply(networks.fixedLatents, { training: true });
  // By then the running statistics have come to within .9¹⁰⁰ of the batch's.
  for (let i = 0; i < 100; i++) pass().dispose();
  const settled = (await measureHealth(networks)).modeDifference;
  for (const { role, value } of networks.generator.parameters) {
    if (role !== "runningVariance") continue;
    const wrong = tf.tidy(() => tf.mul(value, 1e-4));
    value.assign(wrong);
    wrong.dispose();
  }
  const { modeDifference } = await measureHealth(networks);
  assert.ok(modeDifference > 10 * settled, `${modeDifference} after ${settled}`);
  networks.dispose();
});

Deno.test("networks that hold NaN have NaN for a health, not an error", async () => {
  const networks = example();
  const { value } = networks.generator.parameters[0];
  const broken = tf.fill(value.shape, NaN);
  value.assign(broken);
  broken.dispose();
  const health = await measureHealth(networks);
  assert.ok(Number.isNaN(health.weightNormG) && Number.isNaN(health.spread));
  networks.dispose();
});

Deno.test("measureHealth() refuses inputs that do not fit or cannot be compared", async () => {
  const networks = example();
  const [wrong, single] = [tf.zeros([4, 5]), tf.zeros([1, 3])];
  const before = tf.memory().numTensors;
  await assert.rejects(
    measureHealth({ ...networks, fixedLatents: wrong }),
    /'fixedLatents' must have shape \[batch, 3\]: current shape is \[4, 5\]/,
  );
  await assert.rejects(measureHealth({ ...networks, fixedLatents: single }), {
    name: "RangeError",
    message: "Cannot measure the networks' health as 'fixedLatents' must be 2 or more, " +
      "to be compared: there is 1",
  });
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([wrong, single]);
  networks.dispose();
});
