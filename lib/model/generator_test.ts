import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor } from "../tensor/random_tensor.ts";
import { createGenerator } from "./generator.ts";
import { summaryTable } from "./summary.ts";

const random = new RandomGenerator(1);

Deno.test("the sources' generator has 3,576,704 parameters and makes 64×64×3 of 100", () => {
  const generator = createGenerator({ random });
  const { parameters, statistics } = summaryTable(generator).at(-1)!;
  assert.equal(parameters, 3_576_704);
  assert.equal(statistics, 2 * (512 + 256 + 128 + 64));
  assert.deepEqual(generator.inputShape, [100]);
  assert.deepEqual(generator.outputShape([100]), [64, 64, 3]);
  assert.deepEqual(
    generator.parameters.filter(({ role }) => role === "transposedConvolution")
      .map(({ key, value }) => [key, value.shape]),
    [
      ["main.0.weight", [4, 4, 512, 100]],
      ["main.3.weight", [4, 4, 256, 512]],
      ["main.6.weight", [4, 4, 128, 256]],
      ["main.9.weight", [4, 4, 64, 128]],
      ["main.12.weight", [4, 4, 3, 64]],
    ],
  );
  generator.dispose();
});

Deno.test("every size from 16 to 128 gives images of that size within (−1, 1)", () => {
  for (const size of [16, 32, 64, 128]) {
    for (const channels of [1, 3]) {
      const before = tf.memory().numTensors;
      const generator = createGenerator({
        size,
        width: 2,
        channels,
        latentSize: 3,
        random,
      });
      const latents = normalTensor([2, 3], random);
      for (const training of [true, false]) {
        const images = generator.apply(latents, { training });
        assert.deepEqual(images.shape, [2, size, size, channels]);
        assert.ok(images.dataSync().every((value) => value > -1 && value < 1));
        images.dispose();
      }
      latents.dispose();
      generator.dispose();
      assert.equal(tf.memory().numTensors, before);
    }
  }
});

Deno.test("the same seed makes the same generator, another seed another", () => {
  const filter = (seed: number) => {
    const generator = createGenerator({
      size: 16,
      width: 1,
      random: new RandomGenerator(seed),
    });
    const values = generator.trainable[0].dataSync().slice();
    generator.dispose();
    return values;
  };
  assert.deepEqual(filter(1), filter(1));
  assert.notDeepEqual(filter(1), filter(2));
});

Deno.test("by default γ is near 1; with d2l's initialisation it is near 0", () => {
  for (const [initialisation, mean] of [["pytorchTutorial", 1], ["d2l", 0]] as const) {
    const generator = createGenerator({ size: 16, width: 8, initialisation, random });
    for (const { value } of generator.parameters.filter(({ role }) => role === "gamma")) {
      // Five deviations of N(mean, .02).
      assert.ok(value.dataSync().every((gamma) => Math.abs(gamma - mean) < .1));
    }
    generator.dispose();
  }
});

Deno.test("latents of another size and sizes out of range are refused", () => {
  const generator = createGenerator({ size: 16, width: 1, latentSize: 7, random });
  tf.tidy(() => {
    for (const shape of [[4, 6], [7], [4, 1, 1, 7]]) {
      assert.throws(() => generator.apply(tf.zeros(shape), { training: false }), {
        name: "RangeError",
        message: "Cannot generate images as 'latents' must have shape [batch, 7]: " +
          `current shape is [${shape.join(", ")}]`,
      });
    }
  });
  generator.dispose();
  assert.throws(() => createGenerator({ size: 28, random }), {
    name: "RangeError",
    message: "Cannot create a generator as 'size' must be a power of two from 16 to " +
      "128: current value is 28",
  });
  assert.throws(() => createGenerator({ latentSize: 0, random }), RangeError);
});

Deno.test("the paper's kernel of 5 doubles the side too, with 25/16 of the weights", () => {
  const before = tf.memory().numTensors;
  const sizes = { size: 32, width: 2, latentSize: 3, random };
  const [four, five] = [4, 5].map((kernel) => createGenerator({ ...sizes, kernel }));
  const images = tf.tidy(() => five.apply(tf.zeros([2, 3]), { training: false }));
  assert.deepEqual(images.shape, [2, 32, 32, 3]);
  assert.deepEqual(
    five.summary().map(({ outputShape }) => outputShape),
    four.summary().map(({ outputShape }) => outputShape),
  );
  const filters = ({ parameters }: typeof four) =>
    parameters.filter(({ role }) => role === "transposedConvolution").slice(1);
  filters(four).forEach(({ value }, i) => {
    assert.equal(filters(five)[i].value.size, value.size * 25 / 16);
  });
  for (const disposable of [images, four, five]) disposable.dispose();
  assert.equal(tf.memory().numTensors, before);
  assert.throws(() => createGenerator({ kernel: 3, random }), {
    name: "RangeError",
    message: "Cannot create a generator as 'kernel' must be 4 or 5: current value is 3",
  });
});
