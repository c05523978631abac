import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend, MemoryFullError } from "../backend/choose_backend.ts";
import type { WasmBackend } from "../wasm/backend.ts";
import { freeBytes } from "../backend/memory_use.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { fittingBatch, rethrowNamingBatch } from "./fitting_batch.ts";
import { train } from "./trainer.ts";

function createNetworks() {
  const sizes = { size: 32, width: 8, channels: 1, random: new RandomGenerator(1) };
  return {
    generator: createGenerator({ ...sizes, latentSize: 10 }),
    discriminator: createDiscriminator(sizes),
  };
}

/** Takes memory in one piece until so many bytes are free; the result gives it back. */
function takeAllBut(bytes: number): () => void {
  const { heap } = tf.backend() as WasmBackend;
  const address = heap.allocate(freeBytes()! - bytes);
  return () => heap.free(address);
}

async function trainOnce(
  networks: { generator: Network; discriminator: Network },
  batchSize: number,
): Promise<void> {
  const images = {
    images: new Uint8Array(batchSize * 32 * 32),
    count: batchSize,
    height: 32,
    width: 32,
    channels: 1,
    labels: null,
    classNames: null,
    origin: "black",
  };
  for await (const _ of train({ ...networks, images, batchSize, steps: 2 }));
}

Deno.test("fittingBatch() names a batch that fits, and twice as many images do not", async () => {
  await chooseBackend({ backend: "wasm-simd", log: () => {} });
  const giveBack = takeAllBut(40e6);
  const networks = createNetworks();
  try {
    const batch = await fittingBatch(networks);
    assert.ok(batch !== null && batch >= 64, `${batch}`);
    await trainOnce(networks, batch);
    await assert.rejects(trainOnce(networks, 2 * batch), MemoryFullError);
  } finally {
    giveBack();
    networks.generator.dispose();
    networks.discriminator.dispose();
  }
});

Deno.test("fittingBatch() leaves the networks and the memory as they were", async () => {
  await chooseBackend({ backend: "wasm-simd", log: () => {} });
  const giveBack = takeAllBut(40e6);
  const networks = createNetworks();
  await trainOnce(networks, 8);
  const weights = () => networks.generator.trainable.map((weight) => weight.dataSync());
  const before = {
    weights: weights(),
    free: freeBytes(),
    tensors: tf.memory().numTensors,
  };
  await fittingBatch(networks);
  assert.deepEqual(weights(), before.weights);
  assert.equal(freeBytes(), before.free);
  assert.equal(tf.memory().numTensors, before.tensors);
  giveBack();
  networks.generator.dispose();
  networks.discriminator.dispose();
});

Deno.test("fittingBatch() is null where not even the copies fit, and on cpu", async () => {
  await chooseBackend({ backend: "wasm-simd", log: () => {} });
  const giveBack = takeAllBut(1e6);
  const networks = createNetworks();
  assert.equal(await fittingBatch(networks), null);
  giveBack();
  await chooseBackend({ backend: "cpu", log: () => {} });
  assert.equal(await fittingBatch(networks), null);
  networks.generator.dispose();
  networks.discriminator.dispose();
  await chooseBackend({ backend: "wasm-simd", log: () => {} });
});

Deno.test("rethrowNamingBatch() names the batch that fits, or what else to make smaller", async () => {
  await chooseBackend({ backend: "wasm-simd", log: () => {} });
  const giveBack = takeAllBut(40e6);
  const networks = createNetworks();
  const cause = new MemoryFullError("full");
  const rethrown = () =>
    rethrowNamingBatch(cause, networks, 4096).catch((error: Error) => error);
  const { message } = await rethrown();
  assert.match(
    message,
    /^Cannot train with batches of 4096 images as a step must fit in 40 MB of free memory: \d+ images fit$/,
  );
  assert.equal(Number(message.match(/(\d+) images fit/)![1]) % 8, 0);
  giveBack();
  const giveAllBack = takeAllBut(1e6);
  const none = await rethrown();
  assert.match(none.message, /1 MB of free memory: not even 8 images fit/);
  giveAllBack();
  networks.generator.dispose();
  networks.discriminator.dispose();
});

Deno.test("rethrowNamingBatch() throws on what is no lack of memory", async () => {
  const cause = new RangeError("another");
  const networks = createNetworks();
  await assert.rejects(rethrowNamingBatch(cause, networks, 8), cause);
  networks.generator.dispose();
  networks.discriminator.dispose();
});

Deno.test("train() with a batch that does not fit names one that does, and frees what it took", async () => {
  await chooseBackend({ backend: "wasm-simd", log: () => {} });
  const giveBack = takeAllBut(40e6);
  const networks = createNetworks();
  const before = tf.memory().numTensors;
  await assert.rejects(trainOnce(networks, 1024), (error: Error) => {
    assert.ok(error instanceof MemoryFullError);
    const fitting = Number(
      error.message.match(/batches of 1024 .* (\d+) images fit$/)?.[1],
    );
    assert.ok(fitting > 0 && fitting < 1024, error.message);
    return true;
  });
  assert.equal(tf.memory().numTensors, before);
  giveBack();
  networks.generator.dispose();
  networks.discriminator.dispose();
});
