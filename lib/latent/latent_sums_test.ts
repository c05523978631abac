import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { latentSums, sumsBesideControls } from "./latent_sums.ts";

const rows = [[1, 0], [3, 4], [8, 2], [0, 6]];
const sums = [
  { plus: [1], minus: [0], plusAlso: [2] },
  { plus: [0, 1], minus: [3], plusAlso: [2, 3] },
];

Deno.test("latentSums() is mean − mean + mean of each sum's rows, by hand", () => {
  const given = tf.tensor2d(rows);
  const before = tf.memory().numTensors;
  const result = latentSums(given, sums);
  assert.equal(tf.memory().numTensors, before + 1);
  assert.deepEqual(result.arraySync(), [[3 - 1 + 8, 4 - 0 + 2], [2 - 0 + 4, 2 - 6 + 4]]);
  tf.dispose([given, result]);
});

Deno.test("sumsBesideControls() starts at the third terms and strays as far as the sums go, to 1e-5", () => {
  const given = tf.tensor2d(rows);
  const before = tf.memory().numTensors;
  const parts = sumsBesideControls(given, sums, new RandomGenerator(1));
  assert.equal(tf.memory().numTensors, before + 3);
  const [starts, ends, strayed] = [parts.starts, parts.ends, parts.strayed]
    .map((tensor) => tensor.arraySync());
  assert.deepEqual(starts, [[8, 2], [4, 4]]);
  assert.deepEqual(ends, [[10, 6], [6, 0]]);
  starts.forEach(([x, y], i) => {
    const far = Math.hypot(ends[i][0] - x, ends[i][1] - y);
    const control = Math.hypot(strayed[i][0] - x, strayed[i][1] - y);
    assert.ok(Math.abs(far - control) < 1e-5, `${far} and ${control}`);
    assert.notDeepEqual(strayed[i], ends[i]);
  });
  tf.dispose([given, { ...parts }]);
});

Deno.test("sumsBesideControls() is the same for the same seed, and other for another", () => {
  tf.tidy(() => {
    const strayed = (seed: number) =>
      sumsBesideControls(tf.tensor2d(rows), sums, new RandomGenerator(seed))
        .strayed.arraySync();
    assert.deepEqual(strayed(1), strayed(1));
    assert.notDeepEqual(strayed(1), strayed(2));
  });
});

Deno.test("latentSums() refuses no sums, empty terms and rows that are not there, and keeps nothing", () => {
  const given = tf.tensor2d(rows);
  const before = tf.memory().numTensors;
  assert.throws(() => latentSums(given, []), {
    name: "RangeError",
    message: "Cannot add rows up as there must be a sum: there is none",
  });
  assert.throws(() => latentSums(given, [{ plus: [], minus: [0], plusAlso: [1] }]), {
    name: "RangeError",
    message: /must have at least one: it has 0/,
  });
  for (const place of [4, -1, .5]) {
    assert.throws(() => latentSums(given, [{ ...sums[0], minus: [place] }]), {
      name: "RangeError",
      message: "Cannot add rows up as each place must be from 0 to 3: " +
        `current value is ${place}`,
    });
  }
  assert.equal(tf.memory().numTensors, before);
  given.dispose();
});
