import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { randomDirections } from "./random_directions.ts";

const draw = async (arrows: number[][], seed: number) => {
  const given = tf.tensor2d(arrows);
  const before = tf.memory().numTensors;
  const drawn = randomDirections(given, new RandomGenerator(seed));
  assert.equal(tf.memory().numTensors, before + 1);
  const values = await drawn.array();
  tf.dispose([given, drawn]);
  return values;
};

Deno.test("randomDirections() keeps each arrow's length to 1e-6 of it, and points elsewhere", async () => {
  const arrows = [[3, 4, 0, 0], [0, 0, 0, 20], [0, 0, 0, 0]];
  const drawn = await draw(arrows, 1);
  drawn.slice(0, 2).forEach((arrow, i) => {
    const length = Math.hypot(...arrows[i]);
    assert.ok(Math.abs(Math.hypot(...arrow) - length) < 1e-6 * length);
    const along = arrow.reduce((sum, value, k) => sum + value * arrows[i][k], 0);
    assert.ok(Math.abs(along) < .99 * length ** 2);
  });
  assert.deepEqual(drawn[2].map(Math.abs), [0, 0, 0, 0]);
});

Deno.test("randomDirections() are the same for the same seed, and others for another", async () => {
  const arrows = [[1, 2, 3]];
  assert.deepEqual(await draw(arrows, 1), await draw(arrows, 1));
  assert.notDeepEqual(await draw(arrows, 1), await draw(arrows, 2));
});

Deno.test("randomDirections() refuses a single row of numbers", () => {
  assert.throws(() => randomDirections(tf.zeros([3]), new RandomGenerator(1)), {
    name: "RangeError",
    message: /'arrows' must have shape \[count, latentSize\]: current shape is \[3\]/,
  });
});
