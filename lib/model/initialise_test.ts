import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { type Initialisation, initialValue, type ParameterRole } from "./initialise.ts";

const WEIGHTS: ParameterRole[] = ["convolution", "transposedConvolution", "dense"];

Deno.test("pytorchTutorial draws weights from N(0, .02) and γ from N(1, .02)", () => {
  for (const role of WEIGHTS) {
    assertMoments(values(role, [4, 4, 20, 30], "pytorchTutorial"), 0, .02);
  }
  assertMoments(values("gamma", [5000], "pytorchTutorial"), 1, .02);
  for (const role of ["beta", "bias"] as const) {
    assert.ok(values(role, [50], "pytorchTutorial").every((value) => value === 0));
  }
});

Deno.test("d2l draws everything that learns from N(0, .02), γ and β too", () => {
  for (const role of [...WEIGHTS, "gamma", "beta", "bias"] as const) {
    assertMoments(values(role, [5000], "d2l"), 0, .02);
  }
});

Deno.test("keras draws weights Glorot-uniform: all within √(6 / (fan in + fan out))", () => {
  // Nine positions of 20 and 30 channels; a dense layer has one.
  for (const [shape, fans] of [[[3, 3, 20, 30], 9 * 50], [[60, 90], 150]] as const) {
    const limit = Math.sqrt(6 / fans);
    const drawn = values("convolution", [...shape], "keras");
    assert.ok(drawn.every((value) => Math.abs(value) <= limit));
    assert.ok(drawn.some((value) => value > .99 * limit));
    assert.ok(drawn.some((value) => value < -.99 * limit));
    assertMoments(drawn, 0, limit / Math.sqrt(3));
  }
  assert.ok(values("gamma", [50], "keras").every((value) => value === 1));
  for (const role of ["beta", "bias"] as const) {
    assert.ok(values(role, [50], "keras").every((value) => value === 0));
  }
});

Deno.test("running means start at 0 and running variances at 1, for every initialisation", () => {
  for (const initialisation of ["pytorchTutorial", "d2l", "keras"] as const) {
    assert.ok(values("runningMean", [9], initialisation).every((value) => value === 0));
    assert.ok(
      values("runningVariance", [9], initialisation).every((value) => value === 1),
    );
  }
});

Deno.test("initialValue() gives the same for the same seed and makes one tensor", () => {
  const before = tf.memory().numTensors;
  assert.deepEqual(
    values("convolution", [2, 2, 3, 4], "keras"),
    values("convolution", [2, 2, 3, 4], "keras"),
  );
  assert.equal(tf.memory().numTensors, before);
});

function values(role: ParameterRole, shape: number[], initialisation: Initialisation) {
  const random = new RandomGenerator(1);
  const tensor = initialValue(role, shape, { initialisation, random });
  assert.deepEqual(tensor.shape, shape);
  const drawn = tensor.dataSync();
  tensor.dispose();
  return drawn;
}

/** Both within 4 standard errors; that of a deviation is at most σ / √(2n), normal. */
function assertMoments(drawn: ArrayLike<number>, mean: number, deviation: number) {
  const list = Array.from(drawn);
  const average = list.reduce((sum, x) => sum + x, 0) / list.length;
  const variance = list.reduce((sum, x) => sum + (x - average) ** 2, 0) / list.length;
  const error = deviation / Math.sqrt(list.length);
  assert.ok(Math.abs(average - mean) < 4 * error, `mean ${average}`);
  assert.ok(
    Math.abs(Math.sqrt(variance) - deviation) < 4 * error,
    `variance ${variance}`,
  );
}
