import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { sampleLatents } from "./sample.ts";

Deno.test("sampleLatents() draws from N(0, 1): mean and deviation within 4 standard errors", () => {
  tf.tidy(() => {
    const latents = sampleLatents(100, 100, new RandomGenerator(1));
    assert.deepEqual(latents.shape, [100, 100]);
    const { mean, variance } = tf.moments(latents);
    assert.ok(Math.abs(mean.dataSync()[0]) < 4 / Math.sqrt(1e4));
    assert.ok(Math.abs(Math.sqrt(variance.dataSync()[0]) - 1) < 4 / Math.sqrt(2e4));
  });
});

Deno.test("sampleLatents() gives the same for the same seed and goes on in its stream", () => {
  tf.tidy(() => {
    const random = new RandomGenerator(3);
    const [first, second] = [1, 2].map(() => [...sampleLatents(2, 4, random).dataSync()]);
    const whole = [...sampleLatents(4, 4, new RandomGenerator(3)).dataSync()];
    assert.deepEqual([...first, ...second], whole);
  });
});

Deno.test("sampleLatents() refuses counts and sizes that are none, and a bare seed", () => {
  const random = new RandomGenerator(1);
  for (const count of [0, -1, 1.5, NaN]) {
    assert.throws(() => sampleLatents(count, 100, random), {
      name: "RangeError",
      message: "Cannot sample latents as 'count' must be a positive integer: current " +
        `value is ${count}`,
    });
    assert.throws(() => sampleLatents(10, count, random), /'latentSize' must be a pos/);
  }
  const seed = 7 as unknown as RandomGenerator;
  assert.throws(() => sampleLatents(2, 3, seed), {
    name: "RangeError",
    message: /'random' must be a RandomGenerator, .*: current value is 7$/,
  });
});
