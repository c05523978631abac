import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { latentArithmetic, meanLatent } from "./arithmetic.ts";

Deno.test("meanLatent() is the mean over the latents, one row", () => {
  tf.tidy(() => {
    const mean = meanLatent(tf.tensor2d([[1, 2], [3, 4], [8, 0]]));
    assert.deepEqual(mean.arraySync(), [[4, 2]]);
    assert.deepEqual(meanLatent(tf.tensor2d([[1, 2]])).arraySync(), [[1, 2]]);
  });
});

Deno.test("latentArithmetic() is plus − minus + plusAlso of the means", () => {
  tf.tidy(() => {
    const result = latentArithmetic({
      plus: tf.tensor2d([[1, 2], [3, 4], [8, 0]]),
      minus: tf.tensor2d([[1, 1], [3, 1]]),
      plusAlso: tf.tensor2d([[10, 20]]),
    });
    assert.deepEqual(result.arraySync(), [[4 - 2 + 10, 2 - 1 + 20]]);
  });
});

Deno.test("latentArithmetic() that takes away what it adds changes nothing", () => {
  tf.tidy(() => {
    const same = tf.tensor2d([[0.25, -3], [0.5, 7]]);
    const plusAlso = tf.tensor2d([[5, 6]]);
    const result = latentArithmetic({ plus: same, minus: same, plusAlso });
    assert.deepEqual(result.arraySync(), [[5, 6]]);
  });
});

Deno.test("latent arithmetic leaks nothing", () => {
  const latents = tf.ones([3, 4]);
  const before = tf.memory().numTensors;
  const results = [
    meanLatent(latents),
    latentArithmetic({ plus: latents, minus: latents, plusAlso: latents }),
  ];
  assert.equal(tf.memory().numTensors, before + 2);
  tf.dispose([latents, results]);
});

Deno.test("latent arithmetic refuses single vectors, empty sets and other sizes", () => {
  tf.tidy(() => {
    const [three, four] = [tf.zeros([2, 3]), tf.zeros([2, 4])];
    assert.throws(() => meanLatent(tf.zeros([3])), RangeError);
    assert.throws(() => meanLatent(tf.zeros([0, 3])), /must have at least one: it has 0/);
    assert.throws(
      () => latentArithmetic({ plus: three, minus: four, plusAlso: three }),
      {
        name: "RangeError",
        message: "Cannot compute with latents as 'minus' must have shape [count, 3]: " +
          "current shape is [2, 4]",
      },
    );
  });
});
