import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testWith } from "../../test/test_with.ts";
import { drawDigits } from "../data/digits.ts";
import { resizeImages } from "../data/resize.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "../model/gans_in_action.ts";
import { createGenerator } from "../model/generator.ts";
import type { Network } from "../model/network.ts";
import { joinBytes } from "../tensor/join_bytes.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { Training } from "../train/training.ts";
import { CheckpointError, encodeCheckpoint } from "./checkpoint_bytes.ts";
import {
  decodeNetworks,
  encodeNetworks,
  loadNetworks,
  type NetworkPair,
  saveNetworks,
} from "./networks_file.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  SafetensorsError,
} from "./safetensors.ts";

/** Two small networks; a pass in training mode has moved their running statistics. */
function example(seed = 1): NetworkPair {
  const random = new RandomGenerator(seed);
  const sizes = { size: 16, width: 2, channels: 1, random };
  const generator = createGenerator({ ...sizes, latentSize: 3 });
  const discriminator = createDiscriminator({ ...sizes, slope: 0.1 });
  tf.tidy(() => {
    const training = { training: true };
    const images = generator.apply(normalTensor([4, 3], random), training);
    discriminator.apply(images, training);
  });
  return { generator, discriminator };
}

function dispose({ generator, discriminator }: NetworkPair) {
  generator.dispose();
  discriminator.dispose();
}

const values = (network: Network) =>
  network.parameters.map(({ key, value }) => [key, ...value.dataSync()]);

/** Encodes a pair and changes the file by hand. */
async function damaged(change: (file: Safetensors) => void): Promise<Uint8Array> {
  const networks = example();
  const file = decodeSafetensors(await encodeNetworks(networks));
  dispose(networks);
  change(file);
  return encodeSafetensors(file.tensors, file.metadata);
}

async function assertRefused(change: (file: Safetensors) => void, message: RegExp) {
  const bytes = await damaged(change);
  const before = tf.memory().numTensors;
  assert.throws(
    () => decodeNetworks(bytes),
    (error: Error) => error instanceof SafetensorsError && message.test(error.message),
  );
  assert.equal(tf.memory().numTensors, before, "a refused file left tensors behind");
}

Deno.test("decodeNetworks() rebuilds what encodeNetworks() was given, running statistics too", async () => {
  const networks = example();
  const loaded = decodeNetworks(await encodeNetworks(networks, { step: "40" }));
  assert.deepEqual(loaded.metadata, { step: "40" });
  for (const name of ["generator", "discriminator"] as const) {
    assert.deepEqual(values(loaded[name]), values(networks[name]));
    assert.deepEqual(loaded[name].architecture, networks[name].architecture);
  }
  tf.tidy(() => {
    const latents = normalTensor([2, 3], new RandomGenerator(2));
    const logits = ({ generator, discriminator }: NetworkPair) => {
      const inference = { training: false };
      const images = generator.apply(latents, inference);
      return [...discriminator.apply(images, inference).dataSync()];
    };
    assert.deepEqual(logits(loaded), logits(networks));
  });
  dispose(loaded);
  dispose(networks);
});

Deno.test("decodeNetworks() rebuilds the networks of GANs in Action", async () => {
  const random = new RandomGenerator(1);
  const generator = createGansInActionGenerator({ latentSize: 2, random });
  const discriminator = createGansInActionDiscriminator({ random });
  const loaded = decodeNetworks(await encodeNetworks({ generator, discriminator }));
  assert.deepEqual(values(loaded.generator), values(generator));
  assert.deepEqual(values(loaded.discriminator), values(discriminator));
  dispose(loaded);
  dispose({ generator, discriminator });
});

Deno.test("decodeNetworks() still reads files that call their architectures 'recipes'", async () => {
  const networks = example();
  const bytes = await damaged(({ metadata }) => {
    metadata.recipes = metadata.architectures;
    delete metadata.architectures;
  });
  const loaded = decodeNetworks(bytes);
  assert.deepEqual(values(loaded.generator), values(networks.generator));
  assert.deepEqual(loaded.metadata, {});
  dispose(loaded);
  dispose(networks);
});

Deno.test("encodeNetworks() names tensors as PyTorch's tutorial does and states the axes", async () => {
  const networks = example();
  const { tensors, metadata } = decodeSafetensors(await encodeNetworks(networks));
  assert.deepEqual(tensors.get("generator.main.0.weight")?.shape, [4, 4, 4, 3]);
  assert.ok(tensors.has("generator.main.1.running_var"));
  assert.deepEqual(tensors.get("discriminator.main.0.weight")?.shape, [4, 4, 1, 2]);
  assert.match(metadata.axes, /HWIO.*HWOI/);
  dispose(networks);
});

Deno.test("decodeNetworks() names the key and both shapes of a tensor that does not fit", async () => {
  await assertRefused(
    ({ tensors }) =>
      tensors.set("generator.main.1.bias", { shape: [9], data: new Float32Array(9) }),
    /'generator.main.1.bias' must be F32 of shape \[4\]: it is F32 of shape \[9\]/,
  );
  await assertRefused(
    ({ tensors }) =>
      tensors.set("generator.main.1.bias", { shape: [4], data: new Int32Array(4) }),
    /'generator.main.1.bias' must be F32 .* it is not F32/,
  );
});

Deno.test("decodeNetworks() names what is missing and what is too much", async () => {
  await assertRefused(
    ({ tensors }) => tensors.delete("discriminator.main.3.weight"),
    /'discriminator.main.3.weight' of shape \[4\] is missing/,
  );
  await assertRefused(
    ({ tensors }) => tensors.set("cake", { shape: [0], data: new Float32Array(0) }),
    /has a parameter 'cake'/,
  );
});

Deno.test("decodeNetworks() refuses files of other programs and architectures that lie", async () => {
  await assertRefused(
    ({ metadata }) => metadata.axes = "OIHW",
    /'axes' must be .* current value is "OIHW"/,
  );
  await assertRefused(({ metadata }) => delete metadata.architectures, /'architectures'/);
  await assertRefused(
    ({ metadata }) => metadata.architectures = "{",
    /'architectures' must be JSON/,
  );
  for (const architectures of ["null", "[]", '{"generator":1}']) {
    await assertRefused(
      ({ metadata }) => metadata.architectures = architectures,
      /one of the generator/,
    );
  }
  await assertRefused(({ metadata }) => {
    metadata.architectures = metadata.architectures.replaceAll('"size":16', '"size":17');
  }, /the generator's architecture is wrong: .*17/);
  await assertRefused(({ metadata }) => {
    metadata.architectures = metadata.architectures.replace(
      '"discriminator","size"',
      '"cake","size"',
    );
  }, /the discriminator's architecture is wrong: .*cake/);
});

testWith(
  { permissions: ["read", "write"] },
  "saveNetworks() replaces a file in one go and leaves nothing else in the folder",
  async () => {
    const folder = await Deno.makeTempDir();
    const path = `${folder}/networks.safetensors`;
    const networks = [example(1), example(2)];
    for (const pair of networks) await saveNetworks(path, pair, { seed: "x" });
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "networks.safetensors",
    ]);
    const loaded = await loadNetworks(path);
    assert.deepEqual(values(loaded.generator), values(networks[1].generator));
    assert.deepEqual(loaded.metadata, { seed: "x" });
    [...networks, loaded].forEach(dispose);
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read", "write"] },
  "saveNetworks() clears away what a killed process left, and two at once leave one whole file",
  async () => {
    const folder = await Deno.makeTempDir();
    const path = `${folder}/networks.safetensors`;
    const networks = [example(1), example(2)];
    await Deno.writeTextFile(`${path}.partial`, "the first half".repeat(100_000));
    await Promise.all(networks.map((pair, i) => saveNetworks(path, pair, { i: `${i}` })));
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "networks.safetensors",
    ]);
    const loaded = await loadNetworks(path);
    const { generator } = networks[Number(loaded.metadata.i)];
    assert.deepEqual(values(loaded.generator), values(generator));
    [...networks, loaded].forEach(dispose);
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  { permissions: ["read", "write"] },
  "loadNetworks() says which file is damaged, and saveNetworks() cleans up when it fails",
  async () => {
    const folder = await Deno.makeTempDir();
    await Deno.writeFile(`${folder}/short.safetensors`, new Uint8Array(5));
    await assert.rejects(
      loadNetworks(`${folder}/short.safetensors`),
      /it has 5 bytes \(in '.*short\.safetensors'\)/,
    );
    const networks = example();
    await Deno.mkdir(`${folder}/taken`);
    await Deno.writeTextFile(`${folder}/taken/file`, "");
    await assert.rejects(saveNetworks(`${folder}/taken`, networks));
    await assert.rejects(saveNetworks(`${folder}/nowhere/file`, networks));
    assert.deepEqual(
      [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
      ["short.safetensors", "taken"],
    );
    dispose(networks);
    await Deno.remove(folder, { recursive: true });
  },
);

Deno.test("decodeNetworks() reads the networks out of a checkpoint, with its step and origin", async () => {
  const networks = example();
  const training = new Training({
    ...networks,
    images: drawDigits({ count: 4, seed: 1 }),
    batchSize: 2,
    adam: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    seed: 1,
  });
  const bytes = joinBytes(encodeCheckpoint(await training.state()));
  const loaded = decodeNetworks(bytes);
  assert.equal(loaded.metadata.step, "0");
  assert.match(loaded.metadata.origin, /digits/);
  for (const name of ["generator", "discriminator"] as const) {
    assert.deepEqual(values(loaded[name]), values(networks[name]));
    assert.deepEqual(loaded[name].architecture, networks[name].architecture);
  }
  bytes[bytes.length - 50] ^= 1;
  assert.throws(() => decodeNetworks(bytes), CheckpointError);
  training.dispose();
  dispose(loaded);
  dispose(networks);
});

Deno.test("decodeNetworks() reads a checkpoint's average of the generator, or the generator itself", async () => {
  const networks = example();
  const training = new Training({
    ...networks,
    images: resizeImages(drawDigits({ count: 4, seed: 1 }), 16),
    batchSize: 2,
    adam: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    averageDecay: 0.9,
    seed: 1,
  });
  for await (const _ of training.steps({ steps: 4 }));
  const bytes = joinBytes(encodeCheckpoint(await training.state()));
  const [averaged, raw] = [decodeNetworks(bytes), decodeNetworks(bytes, { raw: true })];
  assert.deepEqual(values(averaged.generator), values(training.sampledGenerator));
  assert.deepEqual(values(raw.generator), values(networks.generator));
  assert.notDeepEqual(values(averaged.generator), values(raw.generator));
  assert.deepEqual(values(averaged.discriminator), values(raw.discriminator));
  assert.deepEqual(
    [averaged, raw].map(({ metadata }) => metadata.averageDecay),
    ["0.9", undefined],
  );
  const alone = await encodeNetworks(averaged, averaged.metadata);
  assert.throws(() => decodeNetworks(alone, { raw: true }), {
    name: "SafetensorsError",
    message: /is in the run's checkpoints only: this file holds an average .* 0\.9$/,
  });
  training.dispose();
  [averaged, raw, networks].forEach(dispose);
});
