/**
 * Networks to PyTorch's DCGAN tutorial and back, through its own classes.
 *
 * The bar of 2e-5 is for float32 against PyTorch's float64, of images in (−1, 1) and of
 * scores in (0, 1).
 */
import assert from "node:assert/strict";
import { fromFileUrl } from "@std/path";
import * as tf from "@tensorflow/tfjs";
import type { NetworkPair } from "../lib/artefacts/networks_file.ts";
import { exportForPyTorch, importFromPyTorch } from "../lib/artefacts/pytorch_files.ts";
import { decodeSafetensors, encodeSafetensors } from "../lib/artefacts/safetensors.ts";
import { createDiscriminator } from "../lib/model/discriminator.ts";
import { createGenerator } from "../lib/model/generator.ts";
import { RandomGenerator } from "../lib/tensor/random.ts";
import { normalTensor, uniformTensor } from "../lib/tensor/random_tensor.ts";
import { type Needs, python, testWith } from "./test_with.ts";

const NEEDS = {
  permissions: ["run", "read", "write", "env"],
  parts: ["torch"],
} satisfies Needs;
const BAR = 2e-5;

/** The sizes of pytorch_exchange.py, and its 4 latents. */
function example(): NetworkPair & { latents: tf.Tensor } {
  const random = new RandomGenerator(5);
  return {
    generator: createGenerator({ width: 6, latentSize: 20, random }),
    discriminator: createDiscriminator({ width: 5, random }),
    latents: normalTensor([4, 20], random),
  };
}

/** Runs the script in a folder with latents; gives PyTorch's images (NHWC) and scores. */
async function askPyTorch(command: "show" | "make", folder: string, latents: tf.Tensor) {
  const data = Float32Array.from(latents.dataSync());
  const file = new Map([["latents", { shape: latents.shape, data }]]);
  await Deno.writeFile(`${folder}/latents.safetensors`, encodeSafetensors(file));
  const script = fromFileUrl(new URL("pytorch_exchange.py", import.meta.url));
  const { success, stderr } = await new Deno.Command(python(), {
    args: [script, command, folder],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const { tensors } = decodeSafetensors(
    await Deno.readFile(`${folder}/images.safetensors`),
  );
  const read = (name: string) => {
    const { shape, data } = tensors.get(name)!;
    return tf.tensor(Float32Array.from(data as Float64Array), shape);
  };
  return tf.tidy(() => ({
    images: tf.transpose(read("images"), [0, 2, 3, 1]),
    scores: tf.reshape(read("scores"), [-1, 1]),
  }));
}

/** That both sides make the same of the latents. */
function assertSame(
  { generator, discriminator, latents }: ReturnType<typeof example>,
  expected: { images: tf.Tensor; scores: tf.Tensor },
) {
  tf.tidy(() => {
    const images = generator.apply(latents, { training: false });
    const scores = tf.sigmoid(discriminator.apply(images, { training: false }));
    const farthest = (a: tf.Tensor, b: tf.Tensor) =>
      tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];
    const spread = tf.sub(tf.max(images), tf.min(images)).dataSync()[0];
    assert.ok(spread > .2, "the images should show something");
    assert.ok(farthest(images, expected.images) <= BAR, "images");
    assert.ok(farthest(scores, expected.scores) <= BAR, "scores");
  });
}

/** Gives batch norm running statistics like a trained network's, far from 0 and 1. */
function leaveFirstStatistics({ generator, discriminator }: NetworkPair) {
  const random = new RandomGenerator(6);
  for (const { role, value } of [...generator.parameters, ...discriminator.parameters]) {
    tf.tidy(() => {
      if (role === "runningMean") {
        value.assign(normalTensor(value.shape, random, { deviation: .02 }));
      }
      if (role === "runningVariance") {
        value.assign(uniformTensor(value.shape, random, { low: .001, high: .01 }));
      }
    });
  }
}

function dispose({ generator, discriminator, latents }: ReturnType<typeof example>) {
  for (const part of [generator, discriminator, latents]) part.dispose();
}

testWith(
  NEEDS,
  "the tutorial's own classes load exported networks and make the same images, to 2e-5",
  async () => {
    const folder = await Deno.makeTempDir();
    const ours = example();
    leaveFirstStatistics(ours);
    await exportForPyTorch(folder, ours);
    const theirs = await askPyTorch("show", folder, ours.latents);
    assertSame(ours, theirs);
    dispose(ours);
    tf.dispose(theirs);
    await Deno.remove(folder, { recursive: true });
  },
);

testWith(
  NEEDS,
  "networks of the tutorial's own classes are imported and make the same images, to 2e-5",
  async () => {
    const folder = await Deno.makeTempDir();
    const ours = example();
    const theirs = await askPyTorch("make", folder, ours.latents);
    await importFromPyTorch(folder, ours);
    assertSame(ours, theirs);
    dispose(ours);
    tf.dispose(theirs);
    await Deno.remove(folder, { recursive: true });
  },
);
