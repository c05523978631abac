import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { discriminatorLoss, generatorLoss, type LossForm } from "./losses.ts";

const logits = (...values: number[]) => tf.tensor2d(values, [values.length, 1]);
const value = (loss: tf.Scalar) => loss.dataSync()[0];

/** softplus in double precision, stable on both sides. */
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;

function assertClose(actual: number, expected: number, tolerance: number) {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not within ${tolerance} of ${expected}`,
  );
}

Deno.test("discriminatorLoss() of an undecided discriminator is 2 ln 2", () => {
  tf.tidy(() => {
    assertClose(value(discriminatorLoss(logits(0, 0, 0), logits(0))), 2 * Math.LN2, 1e-6);
  });
});

Deno.test("halved, an undecided discriminator scores ln 2; summed, as often as there are images", () => {
  tf.tidy(() => {
    const undecided = [logits(0, 0, 0), logits(0, 0, 0)] as const;
    const score = (form: LossForm) => value(discriminatorLoss(...undecided, form));
    assertClose(score({ reduction: "mean", halves: "halved" }), Math.LN2, 1e-6);
    assertClose(score({ reduction: "sum", halves: "halved" }), 3 * Math.LN2, 1e-6);
    assertClose(score({ reduction: "sum", halves: "added" }), 6 * Math.LN2, 1e-6);
    assertClose(
      value(generatorLoss(logits(0, 0, 0), { reduction: "sum" })),
      3 * Math.LN2,
      1e-6,
    );
  });
});

Deno.test("generatorLoss() under an undecided discriminator is ln 2", () => {
  tf.tidy(() => assertClose(value(generatorLoss(logits(0, 0))), Math.LN2, 1e-6));
});

Deno.test("both losses are the means of softplus written by hand, to 1e-6", () => {
  const real = [1.5, -0.25, 3], fake = [-2, 0.5];
  tf.tidy(() => {
    assertClose(
      value(discriminatorLoss(logits(...real), logits(...fake))),
      mean(real.map((x) => softplus(-x))) + mean(fake.map(softplus)),
      1e-6,
    );
    assertClose(
      value(generatorLoss(logits(...fake))),
      mean(fake.map((x) => softplus(-x))),
      1e-6,
    );
  });
});

Deno.test("a sure and wrong discriminator loses its logit, finitely, at ±200", () => {
  tf.tidy(() => {
    assertClose(value(discriminatorLoss(logits(-200), logits(200))), 400, 1e-6);
    assertClose(value(discriminatorLoss(logits(200), logits(-200))), 0, 1e-6);
    assertClose(value(generatorLoss(logits(-200))), 200, 1e-6);
  });
});

Deno.test("the gradients at logits ±200 are finite: 0 where right, ∓1/batch where wrong", () => {
  tf.tidy(() => {
    const [real, fake] = tf.grads((real: tf.Tensor, fake: tf.Tensor) =>
      discriminatorLoss(real, fake)
    )([logits(200, -200), logits(200, -200)]);
    assert.deepEqual([...real.dataSync()].map(Math.abs), [0, 0.5]);
    assert.deepEqual([...fake.dataSync()].map(Math.abs), [0.5, 0]);
    const generator = tf.grad((fake: tf.Tensor) => generatorLoss(fake))(logits(-200));
    assert.equal(generator.dataSync()[0], -1);
  });
});

Deno.test("the gradients agree with central differences to 1e-6", () => {
  const values = [-3, -0.4, 0, 0.7, 2.5], h = 1e-5;
  const at = (f: (x: number[]) => number, i: number) => {
    const moved = (d: number) => values.map((v, j) => v + (i === j ? d : 0));
    return (f(moved(h)) - f(moved(-h))) / (2 * h);
  };
  tf.tidy(() => {
    const [real, fake] = tf.grads((real: tf.Tensor, fake: tf.Tensor) =>
      discriminatorLoss(real, fake)
    )([logits(...values), logits(...values)]);
    const generator = tf.grad((fake: tf.Tensor) => generatorLoss(fake))(
      logits(...values),
    );
    values.forEach((_, i) => {
      const ifReal = at((x) => mean(x.map((v) => softplus(-v))), i);
      const ifFake = at((x) => mean(x.map(softplus)), i);
      assertClose(real.dataSync()[i], ifReal, 1e-6);
      assertClose(fake.dataSync()[i], ifFake, 1e-6);
      assertClose(generator.dataSync()[i], ifReal, 1e-6);
    });
  });
});

Deno.test("the losses refuse logits that are not [batch, 1] and say what they are", () => {
  tf.tidy(() => {
    const message =
      "Cannot compute the loss as 'realLogits' must have shape [batch, 1]: current shape is [4, 2]";
    assert.throws(
      () => discriminatorLoss(tf.zeros([4, 2]), logits(0)),
      (error: Error) => error instanceof RangeError && error.message === message,
    );
    assert.throws(() => discriminatorLoss(logits(0), tf.zeros([4])), RangeError);
    assert.throws(() => generatorLoss(tf.zeros([1, 4])), RangeError);
  });
});

Deno.test("the losses leave one tensor each, which the caller disposes", () => {
  const real = logits(1, 2), fake = logits(3);
  const before = tf.memory().numTensors;
  const losses = [discriminatorLoss(real, fake), generatorLoss(fake)];
  assert.equal(tf.memory().numTensors, before + 2);
  tf.dispose([...losses, real, fake]);
  assert.equal(tf.memory().numTensors, before - 2);
});
