import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { Dense } from "./dense.ts";
import { createGenerator } from "./generator.ts";
import { Network, type NetworkOptions } from "./network.ts";

const random = new RandomGenerator(1);

const OPTIONS: NetworkOptions = {
  inputShape: [2],
  action: "generate images",
  inputName: "latents",
  architecture: { network: "gansInActionDiscriminator" },
};

Deno.test("Network puts main. before its layers' keys and sorts out what learns", () => {
  const network = new Network("test", [dense(2, 3), dense(3, 1)], OPTIONS);
  assert.deepEqual(
    network.parameters.map(({ key }) => key),
    ["main.0.weight", "main.0.bias", "main.1.weight", "main.1.bias"],
  );
  assert.deepEqual(network.trainable, network.parameters.map(({ value }) => value));
  network.dispose();
});

Deno.test("Network refuses an input of another shape, in words of what it does", () => {
  const network = new Network("test", [dense(2, 1)], OPTIONS);
  tf.tidy(() =>
    assert.throws(() => network.apply(tf.zeros([5, 3]), { training: false }), {
      name: "RangeError",
      message: "Cannot generate images as 'latents' must have shape [batch, 2]: " +
        "current shape is [5, 3]",
    })
  );
  network.dispose();
});

Deno.test("layers that do not fit one another are refused when the network is made", () => {
  const layers = [dense(2, 3), dense(4, 1)];
  assert.throws(() => new Network("test", layers, OPTIONS), RangeError);
  for (const { value } of layers.flatMap(({ parameters }) => parameters)) value.dispose();
});

Deno.test("training changes the running statistics only, inference nothing at all", () => {
  const network = createGenerator({
    size: 16,
    width: 2,
    channels: 1,
    latentSize: 5,
    random,
  });
  const values = (trainable: boolean) =>
    network.parameters.filter((parameter) => parameter.trainable === trainable)
      .map(({ value }) => value.dataSync().slice());
  const latents = normalTensor([3, 5], random);
  const [learnt, statistics] = [values(true), values(false)];

  network.apply(latents, { training: false }).dispose();
  assert.deepEqual(values(true), learnt);
  assert.deepEqual(values(false), statistics);

  network.apply(latents, { training: true }).dispose();
  assert.deepEqual(values(true), learnt);
  values(false).forEach((after, i) => assert.notDeepEqual(after, statistics[i]));
  latents.dispose();
  network.dispose();
});

Deno.test("fifty applications and gradients leave no tensor behind", () => {
  const network = createGenerator({
    size: 16,
    width: 1,
    channels: 1,
    latentSize: 2,
    random,
  });
  const latents = normalTensor([2, 2], random);
  const before = tf.memory().numTensors;
  for (let step = 0; step < 25; step++) {
    for (const training of [true, false]) {
      network.apply(latents, { training }).dispose();
      const { value, grads } = tf.variableGrads(
        () => tf.mean<tf.Scalar>(network.apply(latents, { training })),
        network.trainable,
      );
      tf.dispose([value, grads]);
    }
  }
  assert.equal(tf.memory().numTensors, before);
  latents.dispose();
  network.dispose();
});

function dense(inputs: number, outputs: number): Dense {
  return new Dense({ inputs, outputs, initialisation: "keras", random });
}
