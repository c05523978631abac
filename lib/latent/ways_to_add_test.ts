import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createGenerator } from "../model/generator.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { latentArithmetic } from "./arithmetic.ts";
import { generateImages } from "./generate.ts";
import { sampleLatents } from "./sample.ts";
import { waysToAdd } from "./ways_to_add.ts";

async function example(seed = 1) {
  const random = new RandomGenerator(seed);
  const sizes = { size: 16, width: 1, channels: 1, latentSize: 4 };
  const generator = createGenerator({ ...sizes, random: new RandomGenerator(1) });
  const latents = sampleLatents(4, 4, new RandomGenerator(2));
  const images = await generateImages(generator, latents);
  return { generator, latents, images, random };
}
const sums = [
  { plus: [0], minus: [1], plusAlso: [2] },
  { plus: [3], minus: [3], plusAlso: [1] },
];

/** One image of a batch of 16×16 grey pixels. */
const imageAt = (data: ArrayLike<number>, index: number) =>
  Array.from(data).slice(256 * index, 256 * (index + 1));

Deno.test("waysToAdd() draws the third terms and the sums of their latents", async () => {
  const samples = await example();
  const { generator, latents, images } = samples;
  const ways = await waysToAdd(sums, samples);
  assert.deepEqual(imageAt(ways["third term"].data, 0), imageAt(images.data, 2));
  const [plus, minus, plusAlso] = [0, 1, 2].map((i) => tf.slice(latents, [i], [1]));
  const sum = latentArithmetic({ plus, minus, plusAlso });
  const expected = await generateImages(generator, sum);
  assert.deepEqual(imageAt(ways["the sum"].data, 0), imageAt(expected.data, 0));
  tf.dispose([plus, minus, plusAlso, sum, latents]);
  generator.dispose();
});

Deno.test("waysToAdd() adds pixels up as numbers and cuts them at black and white, to 1e-6", async () => {
  const samples = await example();
  const pixels = samples.images.data.slice();
  pixels.set([1, 1, .5], 0);
  pixels.set([-1, .25, .5], 256);
  pixels.set([1, -1, -.25], 512);
  const images = { ...samples.images, data: pixels };
  const { "in pixels": added } = await waysToAdd(sums, { ...samples, images });
  assert.deepEqual(added.shape, [2, 16, 16, 1]);
  // 1 + 1 + 1 is cut at white; 1 − .25 − 1 and .5 − .5 − .25 are not.
  assert.deepEqual([...added.data.slice(0, 3)], [1, -.25, -.25]);
  imageAt(added.data, 1).forEach((value, pixel) => {
    assert.ok(Math.abs(value - pixels[256 + pixel]) < 1e-6);
  });
  samples.latents.dispose();
  samples.generator.dispose();
});

Deno.test("waysToAdd() leaves no tensor behind, and takes bytes for the images they are", async () => {
  const samples = await example();
  const before = tf.memory().numTensors;
  const bytes = { data: new Uint8Array(4 * 256).fill(255), shape: [4, 16, 16, 1] };
  const { "in pixels": white } = await waysToAdd(sums, { ...samples, images: bytes });
  assert.ok(white.data.every((value) => value === 1));
  assert.equal(tf.memory().numTensors, before);
  samples.latents.dispose();
  samples.generator.dispose();
});

Deno.test("waysToAdd() has the same controls for the same seed, and others for another", async () => {
  const controls = async (seed: number) => {
    const samples = await example(seed);
    const { control } = await waysToAdd(sums, samples);
    samples.latents.dispose();
    samples.generator.dispose();
    return control.data;
  };
  assert.deepEqual(await controls(1), await controls(1));
  assert.notDeepEqual(await controls(1), await controls(2));
});

Deno.test("waysToAdd() refuses images that are not those of the latents", async () => {
  const samples = await example();
  const images = { data: new Uint8Array(3 * 256), shape: [3, 16, 16, 1] };
  await assert.rejects(waysToAdd(sums, { ...samples, images }), {
    name: "RangeError",
    message: "Cannot add up as 'latents' must have shape [3, latentSize]: " +
      "current shape is [4, 4]",
  });
  samples.latents.dispose();
  samples.generator.dispose();
});
