import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createDiscriminator } from "../../model/discriminator.ts";
import { createGenerator } from "../../model/generator.ts";
import type { Network } from "../../model/network.ts";
import { RandomGenerator } from "../../tensor/random.ts";
import { normalTensor } from "../../tensor/random_tensor.ts";
import { observeTrainingPass } from "./observe_training_pass.ts";

await tf.setBackend("cpu");

const values = (network: Network) =>
  network.parameters.map(({ value }) => value.dataSync().slice());

Deno.test("the pass gives the output of training and leaves every value as it was, to the bit", () => {
  const random = new RandomGenerator(1);
  const network = createGenerator({
    size: 16,
    width: 2,
    channels: 1,
    latentSize: 3,
    random,
  });
  const latents = normalTensor([4, 3], random);
  const warmUp = network.apply(latents, { training: true });
  const [before, tensors] = [values(network), tf.memory().numTensors];
  const { output, deadShares } = observeTrainingPass(network, latents);
  assert.deepEqual(values(network), before);
  const expected = network.apply(latents, { training: true });
  assert.deepEqual(output.dataSync(), expected.dataSync());
  assert.notDeepEqual(values(network), before, "training itself moves the statistics");
  assert.equal(deadShares.length, network.layers.length);
  tf.dispose([output, deadShares, expected]);
  assert.equal(tf.memory().numTensors, tensors);
  tf.dispose([warmUp, latents]);
  network.dispose();
});

Deno.test("the statistics are as before also if a layer throws", () => {
  const random = new RandomGenerator(1);
  const network = createDiscriminator({ size: 16, width: 2, channels: 1, random });
  const images = normalTensor([4, 16, 16, 1], random);
  const [before, tensors] = [values(network), tf.memory().numTensors];
  network.layers.at(-1)!.apply = () => {
    throw new Error("at the end");
  };
  assert.throws(() => observeTrainingPass(network, images), /at the end/);
  assert.deepEqual(values(network), before);
  assert.equal(tf.memory().numTensors, tensors);
  images.dispose();
  network.dispose();
});

Deno.test("a unit is dead if it is 0 for the whole batch, which LeakyReLU never is", () => {
  const random = new RandomGenerator(1);
  const images = tf.ones([3, 16, 16, 1]);
  for (const [slope, share] of [[0, .75], [.2, 0]]) {
    const sizes = { size: 16, width: 4, channels: 1, slope, random };
    const network = createDiscriminator(sizes);
    // The first filter gives what is above 0, the other three what is below.
    const filter = tf.tidy(() =>
      tf.tile(tf.tensor4d([1, -1, -1, -1], [1, 1, 1, 4]), [4, 4, 1, 1])
    );
    network.parameters[0].value.assign(filter);
    const { output, deadShares } = observeTrainingPass(network, images);
    assert.equal(deadShares[1].dataSync()[0], share);
    tf.dispose([filter, output, deadShares]);
    network.dispose();
  }
  images.dispose();
});
