import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { createGenerator } from "../model/generator.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { GeneratorAverage } from "./generator_average.ts";

/**
 * Hands a function a small generator and its average, begun from weights that are all
 * `first` if that is given; nothing must be left of either.
 */
function withAverage(
  { decay, first }: { decay: number; first?: number },
  use: (generator: Network, average: GeneratorAverage) => void,
) {
  const before = tf.memory().numTensors;
  const random = new RandomGenerator(1);
  const generator = createGenerator({
    size: 16,
    width: 1,
    channels: 1,
    latentSize: 2,
    random,
  });
  if (first !== undefined) setAll(generator, first);
  const average = new GeneratorAverage(generator, decay);
  use(generator, average);
  average.dispose();
  generator.dispose();
  assert.equal(tf.memory().numTensors, before);
}

/** Gives every parameter and running statistic the values that a step might have left. */
function setAll({ parameters }: Network, value: number): void {
  for (const parameter of parameters) {
    const { shape } = parameter.value;
    tf.tidy(() => parameter.value.assign(tf.fill(shape, value)));
  }
}

/** All values, by the parameters' keys. */
const valuesOf = ({ parameters }: Network) =>
  Object.fromEntries(
    parameters.map(({ key, value }) => [key, [...value.dataSync()]]),
  );

const near = (network: Network, expected: number) => {
  for (const [key, values] of Object.entries(valuesOf(network))) {
    for (const value of values) {
      assert.ok(Math.abs(value - expected) < 1e-6, `${key}: ${value}, not ${expected}`);
    }
  }
};

Deno.test("a GeneratorAverage begins with the generator's weights and statistics, to the bit", () => {
  withAverage({ decay: .999 }, (generator, average) => {
    assert.deepEqual(valuesOf(average.generator), valuesOf(generator));
    const keys = Object.keys(valuesOf(average.generator));
    assert.ok(keys.includes("main.1.running_mean") && keys.includes("main.0.weight"));
  });
});

Deno.test("the average of the steps 4, 8 and 12 is that of the formula, statistics too, to 1e-6", () => {
  withAverage({ decay: .5, first: 1 }, (generator, average) => {
    setAll(generator, 0);
    average.update(4);
    near(average.generator, (5 / 14) ** 4); // Less than .5⁴.
    setAll(generator, 1);
    average.update(8);
    near(average.generator, 1 - (1 - (5 / 14) ** 4) / 16); // 9/18 is .5, too.
    setAll(generator, 0);
    average.update(12);
    near(average.generator, (1 - (1 - (5 / 14) ** 4) / 16) / 16); // 13/22 is more.
    near(generator, 0);
  });
});

Deno.test("the steps between are not taken in", () => {
  withAverage({ decay: .5, first: 1 }, (generator, average) => {
    setAll(generator, 0);
    for (const step of [1, 2, 3, 5, 6, 7, 9]) average.update(step);
    near(average.generator, 1);
  });
});

Deno.test("what four steps keep grows to the decay's fourth power: .999 is reached with step 8,990", () => {
  const cases = [[40, 41 / 50], [8988, 8989 / 8998], [8992, .999], [1e6, .999]];
  for (const [step, kept] of cases) {
    withAverage({ decay: .999, first: 1 }, (generator, average) => {
      setAll(generator, 0);
      average.update(step);
      near(average.generator, kept ** 4);
    });
  }
});

Deno.test("the average of weights that stay is these weights, and decay 0 the newest, to the bit", () => {
  withAverage({ decay: .99 }, (generator, average) => {
    for (let step = 1; step <= 20; step++) average.update(step);
    assert.deepEqual(valuesOf(average.generator), valuesOf(generator));
  });
  withAverage({ decay: 0 }, (generator, average) => {
    setAll(generator, 3);
    average.update(4);
    near(average.generator, 3);
  });
});

Deno.test("update() leaves no tensor, and the generator as it was", () => {
  withAverage({ decay: .9 }, (generator, average) => {
    const [tensors, before] = [tf.memory().numTensors, valuesOf(generator)];
    average.update(4);
    assert.equal(tf.memory().numTensors, tensors);
    assert.deepEqual(valuesOf(generator), before);
  });
});

Deno.test("a GeneratorAverage refuses a decay outside [0, 1)", () => {
  withAverage({ decay: .9 }, (generator) => {
    for (const decay of [1, -.1, NaN]) {
      assert.throws(() => new GeneratorAverage(generator, decay), {
        name: "RangeError",
        message: "Cannot average the generator's weights as 'averageDecay' must be in " +
          `[0, 1): current value is ${decay}`,
      });
    }
  });
});
