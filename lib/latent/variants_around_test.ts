import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { variantsAround } from "./variants_around.ts";

function variants(count: number, reach: number, seed = 1): number[][] {
  return tf.tidy(() => {
    const random = new RandomGenerator(seed);
    return variantsAround(tf.tensor2d([[1, -2, 4]]), { count, reach, random })
      .arraySync();
  });
}

Deno.test("variantsAround() has the latent itself in the middle, and only there", () => {
  const nine = variants(9, .25);
  nine.forEach((row, i) => {
    if (i === 4) assert.deepEqual(row, [1, -2, 4]);
    else assert.notDeepEqual(row, [1, -2, 4]);
  });
  assert.deepEqual(variants(1, .25), [[1, -2, 4]]);
});

Deno.test("variantsAround() moves each number by the reach at most, to either side", () => {
  const moved = variants(99, .25).map(([first]) => first - 1);
  assert.ok(moved.every((by) => Math.abs(by) <= .25));
  assert.ok(Math.min(...moved) < -.2 && Math.max(...moved) > .2);
});

Deno.test("variantsAround() is the same for the same seed, other for another, and leaks nothing", () => {
  const latent = tf.zeros([1, 3]);
  const before = tf.memory().numTensors;
  const random = new RandomGenerator(1);
  const three = variantsAround(latent, { count: 3, reach: 1, random });
  assert.equal(tf.memory().numTensors, before + 1);
  tf.dispose([latent, three]);
  assert.deepEqual(variants(3, 1), variants(3, 1));
  assert.notDeepEqual(variants(3, 1), variants(3, 1, 2));
});

Deno.test("variantsAround() refuses a count without a middle", () => {
  for (const count of [8, 0, -1, 1.5]) {
    assert.throws(() => variants(count, 1), {
      name: "RangeError",
      message:
        "Cannot vary a latent as 'count' must be odd and positive, so that there " +
        `is a middle: current value is ${count}`,
    });
  }
});
