import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { disposeTape, outsideTape } from "./outside_tape.ts";

Deno.test("what outsideTape() returns is a constant to the gradient around it", () => {
  tf.tidy(() => {
    const gradient = tf.grad((x: tf.Tensor) =>
      tf.mul(x, outsideTape(() => tf.square(x))).sum()
    );
    // d(x · c)/dx = c with c = x² = 9, where recording the square would give 3x² = 27.
    assert.deepEqual([...gradient(tf.tensor1d([3])).dataSync()], [9]);
  });
});

Deno.test("a gradient inside outsideTape() is right, leaks nothing and leaves the outer one whole", () => {
  const x = tf.tensor1d([3]);
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    let inner = NaN;
    const outer = tf.grad((x: tf.Tensor) => {
      const y = tf.square(x);
      outsideTape(() => {
        inner = tf.grad((x: tf.Tensor) => tf.exp(x).sum())(x).dataSync()[0];
      });
      return tf.mul(y, x).sum();
    })(x);
    assert.equal(outer.dataSync()[0], 27);
    assert.ok(Math.abs(inner - Math.exp(3)) < 1e-5);
  });
  assert.equal(tf.memory().numTensors, before);
  x.dispose();
});

Deno.test("outsideTape() restores the recording when its function throws", () => {
  tf.tidy(() => {
    const gradient = tf.grad((x: tf.Tensor) => {
      assert.throws(() =>
        outsideTape(() => {
          throw new Error("in the middle");
        })
      );
      return tf.square(x).sum();
    });
    assert.deepEqual([...gradient(tf.tensor1d([5])).dataSync()], [10]);
  });
});

Deno.test("disposeTape() frees what a gradient that threw had saved", () => {
  const x = tf.variable(tf.tensor1d([1, 2]));
  const before = tf.memory().numTensors;
  const throwing = () =>
    tf.tidy(() =>
      tf.variableGrads(() => {
        tf.exp(tf.square(x));
        throw new Error("in the middle");
      }, [x])
    );
  assert.throws(throwing, /in the middle/);
  assert.ok(
    tf.memory().numTensors > before,
    "tfjs no longer leaks: disposeTape() can go",
  );
  disposeTape();
  assert.equal(tf.memory().numTensors, before);
  disposeTape();
  assert.equal(tf.memory().numTensors, before);
  x.dispose();
});

Deno.test("disposeTape() inside a gradient leaves its tape alone", () => {
  tf.tidy(() => {
    const gradient = tf.grad((x: tf.Tensor) => {
      const y = tf.square(x);
      disposeTape();
      return y.sum();
    });
    assert.deepEqual([...gradient(tf.tensor1d([4])).dataSync()], [8]);
  });
});
