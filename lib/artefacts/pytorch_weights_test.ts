import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createGansInActionDiscriminator } from "../model/gans_in_action.ts";
import { createGenerator } from "../model/generator.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { encodeForPyTorch, readFromPyTorch } from "./pytorch_weights.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  SafetensorsError,
} from "./safetensors.ts";

const small = (seed: number) =>
  createGenerator({
    size: 16,
    width: 2,
    channels: 1,
    latentSize: 3,
    random: new RandomGenerator(seed),
  });

const values = (network: Network) =>
  network.parameters.map(({ value }) => [...value.dataSync()]);

Deno.test("encodeForPyTorch() names and turns the weights as PyTorch does", async () => {
  const network = small(1);
  const before = tf.memory().numTensors;
  const { tensors, metadata } = decodeSafetensors(await encodeForPyTorch(network));
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual([...tensors.keys()].sort(), [
    "main.0.weight",
    "main.1.bias",
    "main.1.num_batches_tracked",
    "main.1.running_mean",
    "main.1.running_var",
    "main.1.weight",
    "main.3.weight",
    "main.4.bias",
    "main.4.num_batches_tracked",
    "main.4.running_mean",
    "main.4.running_var",
    "main.4.weight",
    "main.6.weight",
  ]);
  // IOHW: 3 latents to 4 channels.
  const { shape, data } = tensors.get("main.0.weight")!;
  assert.deepEqual(shape, [3, 4, 4, 4]);
  const ours = network.parameters[0].value.arraySync() as number[][][][];
  const [input, output, row, column] = [2, 1, 3, 0];
  const place = ((input * 4 + output) * 4 + row) * 4 + column;
  assert.equal(Number(data[place]), ours[row][column][output][input]);
  assert.deepEqual(tensors.get("main.1.num_batches_tracked"), {
    shape: [],
    data: new BigInt64Array(1),
  });
  assert.equal(metadata.format, "pt");
  network.dispose();
});

Deno.test("readFromPyTorch() undoes encodeForPyTorch(), dense layers too, and leaves no tensor", async () => {
  const dense = (seed: number) =>
    createGansInActionDiscriminator({ width: 2, random: new RandomGenerator(seed) });
  for (const create of [small, dense]) {
    const [from, to] = [create(1), create(2)];
    const bytes = await encodeForPyTorch(from);
    const before = tf.memory().numTensors;
    readFromPyTorch(to, bytes)();
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(values(to), values(from));
    from.dispose();
    to.dispose();
  }
});

/** Changes an exported file by hand and expects that the network refuses it unchanged. */
async function assertRefused(change: (file: Safetensors) => void, message: RegExp) {
  const network = small(1);
  const file = decodeSafetensors(await encodeForPyTorch(network));
  change(file);
  const before = values(network);
  const count = tf.memory().numTensors;
  assert.throws(
    () => readFromPyTorch(network, encodeSafetensors(file.tensors, file.metadata)),
    (error: Error) => error instanceof SafetensorsError && message.test(error.message),
  );
  assert.deepEqual(values(network), before);
  assert.equal(tf.memory().numTensors, count);
  network.dispose();
}

Deno.test("readFromPyTorch() names the key or shape that does not fit, and changes nothing", async () => {
  await assertRefused(
    ({ tensors }) => tensors.delete("main.4.weight"),
    /the generator's 'main.4.weight' of shape \[2\] is missing; the file has 'main/,
  );
  await assertRefused(
    ({ tensors }) =>
      tensors.set("main.6.weight", { shape: [2, 3, 4, 4], data: new Float32Array(96) }),
    /the generator's 'main.6.weight' must have shape \[2, 1, 4, 4\]: it has \[2, 3, 4, 4\]/,
  );
  await assertRefused(
    ({ tensors }) =>
      tensors.set("module.main.0.weight", { shape: [1], data: new Float32Array(1) }),
    /the generator has no parameter 'module.main.0.weight'; its first is 'main.0.weight'/,
  );
  await assertRefused(
    ({ tensors }) => tensors.set("main.4.bias", { shape: [2], data: new Int32Array(2) }),
    /'main.4.bias' must be of float32 or float64: it is of Int32/,
  );
});

Deno.test("readFromPyTorch() says how to mend keys with another beginning", async () => {
  const rename = (change: (key: string) => string) => ({ tensors }: Safetensors) => {
    for (const [key, tensor] of [...tensors]) {
      tensors.delete(key);
      tensors.set(change(key), tensor);
    }
  };
  for (const beginning of ["module.main.", ""]) {
    await assertRefused(
      rename((key) => key.replace("main.", beginning)),
      new RegExp(`file has '${beginning}0.weight'. Rename its keys: 'main.' must`),
    );
  }
});

Deno.test("readFromPyTorch() says to copy or save again what is cut off, no safetensors or of half floats", async () => {
  const network = small(1);
  const bytes = await encodeForPyTorch(network);
  const text = (words: string) => new TextEncoder().encode(words);
  const half = `{"main.0.weight":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}`;
  const head = new Uint8Array(new BigUint64Array([BigInt(half.length)]).buffer);
  const halfFloats = Uint8Array.from([...head, ...text(half), 0, 0]);
  const damaged = [bytes.slice(0, 5), bytes.slice(0, 99), bytes.slice(0, -9)];
  for (const file of [...damaged, text("<!DOCTYPE html>"), halfFloats]) {
    assert.throws(() => readFromPyTorch(network, file), {
      name: "SafetensorsError",
      message: /copy it again; else save it again in Python: save_file\(net.float\(/,
    });
  }
  network.dispose();
});

Deno.test("readFromPyTorch() takes float64, and files without the number of batches", async () => {
  const [from, to] = [small(1), small(2)];
  const { tensors } = decodeSafetensors(await encodeForPyTorch(from));
  for (const [key, { shape, data }] of tensors) {
    if (key.endsWith("num_batches_tracked")) tensors.delete(key);
    else tensors.set(key, { shape, data: Float64Array.from(data as Float32Array) });
  }
  readFromPyTorch(to, encodeSafetensors(tensors))();
  assert.deepEqual(values(to), values(from));
  from.dispose();
  to.dispose();
});

Deno.test("readFromPyTorch() reads no pickle, and says how to convert one", () => {
  const network = small(1);
  for (const start of [[0x50, 0x4b, 3, 4], [0x80, 2], [0x80, 4]]) {
    assert.throws(
      () => readFromPyTorch(network, Uint8Array.from([...start, 9, 9, 9, 9])),
      {
        name: "SafetensorsError",
        message: /must be safetensors: it is a pickle\. Convert it once .* save_file\(/,
      },
    );
  }
  network.dispose();
});

Deno.test("a header whose length begins like a pickle's, 80 02, is read all the same", async () => {
  const [from, to] = [small(1), small(2)];
  const { tensors } = decodeSafetensors(await encodeForPyTorch(from));
  const length = (text: string) => {
    const bytes = encodeSafetensors(tensors, { text });
    return { bytes, header: new DataView(bytes.buffer).getUint16(0, true) };
  };
  const missing = 0x10280 - 65536 - length("").header % 65536;
  const { bytes, header } = length(" ".repeat((missing + 65536) % 65536));
  assert.equal(header, 0x280);
  readFromPyTorch(to, bytes)();
  assert.deepEqual(values(to), values(from));
  from.dispose();
  to.dispose();
});
