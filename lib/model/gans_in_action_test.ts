import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { normalTensor, uniformTensor } from "../tensor/random_tensor.ts";
import {
  createGansInActionDiscriminator,
  createGansInActionGenerator,
} from "./gans_in_action.ts";
import { summaryTable } from "./summary.ts";

const random = new RandomGenerator(1);

Deno.test("GANs in Action's generator has 1,637,121 numbers and makes 28×28×1 of 100", () => {
  const before = tf.memory().numTensors;
  const generator = createGansInActionGenerator({ random });
  const { parameters, statistics } = summaryTable(generator).at(-1)!;
  // Keras counts what learns and the moving statistics together.
  assert.equal(parameters + statistics, 1_637_121);
  assert.equal(statistics, 2 * (128 + 64));
  const latents = normalTensor([1, 100], random);
  const images = generator.apply(latents, { training: true });
  assert.deepEqual(images.shape, [1, 28, 28, 1]);
  assert.ok(images.dataSync().every((value) => value > -1 && value < 1));
  tf.dispose([latents, images]);
  generator.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("its discriminator has 95,489 numbers, with 2048 before the dense layer", () => {
  const before = tf.memory().numTensors;
  const discriminator = createGansInActionDiscriminator({ random });
  const rows = summaryTable(discriminator);
  const { parameters, statistics } = rows.at(-1)!;
  assert.equal(parameters + statistics, 95_489);
  assert.equal(statistics, 2 * (64 + 128));
  assert.deepEqual(
    rows.filter(({ layer }) => /convolution|flatten|dense/.test(layer))
      .map(({ outputShape }) => outputShape),
    [
      "[batch, 14, 14, 32]",
      "[batch, 7, 7, 64]",
      "[batch, 4, 4, 128]",
      "[batch, 2048]",
      "[batch, 1]",
    ],
  );
  const images = uniformTensor([2, 28, 28, 1], random, { low: -1 });
  const logits = discriminator.apply(images, { training: true });
  assert.deepEqual(logits.shape, [2, 1]);
  tf.dispose([images, logits]);
  discriminator.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("first values are Keras's: Glorot-uniform weights, γ 1, biases and β 0", () => {
  for (
    const network of [
      createGansInActionGenerator({ random }),
      createGansInActionDiscriminator({ random }),
    ]
  ) {
    for (const { role, value } of network.parameters) {
      const values = Array.from(value.dataSync());
      if (role === "gamma") assert.ok(values.every((number) => number === 1));
      else if (role === "bias" || role === "beta") {
        assert.ok(values.every((number) => number === 0));
      } else if (role === "convolution" || role === "transposedConvolution") {
        const [, , a, b] = value.shape;
        const limit = Math.sqrt(6 / (9 * (a + b)));
        const largest = values.reduce(
          (max, number) => Math.max(max, Math.abs(number)),
          0,
        );
        assert.ok(largest <= limit && largest > .9 * limit, `${largest} of ${limit}`);
      }
    }
    network.dispose();
  }
});

Deno.test("latents and images of another shape are refused", () => {
  const generator = createGansInActionGenerator({ latentSize: 4, random });
  const discriminator = createGansInActionDiscriminator({ random });
  tf.tidy(() => {
    const options = { training: false };
    assert.throws(
      () => generator.apply(tf.zeros([2, 5]), options),
      /'latents' must have shape \[batch, 4\]: current shape is \[2, 5\]/,
    );
    assert.throws(
      () => discriminator.apply(tf.zeros([2, 32, 32, 1]), options),
      /'images' must have shape \[batch, 28, 28, 1\]: current shape is \[2, 32, 32, 1\]/,
    );
  });
  generator.dispose();
  discriminator.dispose();
  assert.throws(
    () => createGansInActionGenerator({ latentSize: .5, random }),
    RangeError,
  );
});

Deno.test("both are narrower where width says so, and refuse a width that is none", () => {
  const generator = createGansInActionGenerator({ width: 2, random });
  const discriminator = createGansInActionDiscriminator({ width: 1, random });
  const shapes = (network: typeof generator) =>
    network.summary().map(({ outputShape }) => outputShape);
  assert.ok(shapes(generator).includes("[batch, 7, 7, 8]"));
  assert.ok(shapes(discriminator).includes("[batch, 64]"));
  generator.dispose();
  discriminator.dispose();
  assert.throws(() => createGansInActionDiscriminator({ width: 0, random }), {
    name: "RangeError",
    message: "Cannot create a discriminator as 'width' must be a positive integer: " +
      "current value is 0",
  });
});
