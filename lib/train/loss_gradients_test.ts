import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { lossGradients } from "./loss_gradients.ts";

/** Runs a test with two variables and checks that it leaves no tensor behind. */
function withVariables(run: (a: tf.Variable, b: tf.Variable) => void) {
  const before = tf.memory().numTensors;
  const a = tf.variable(tf.tensor1d([2, 3]));
  const b = tf.variable(tf.tensor1d([5, 7]));
  const made = tf.memory().numTensors;
  run(a, b);
  assert.equal(tf.memory().numTensors, made, "tensors leaked");
  tf.dispose([a, b]);
  assert.ok(tf.memory().numTensors <= before + 2);
}

Deno.test("lossGradients() gives the gradients in the order of the variables", () => {
  withVariables((a, b) =>
    tf.tidy(() => {
      const loss = () => tf.mul(tf.square(a), b).sum() as tf.Scalar;
      const ofBoth = lossGradients(() => ({ loss: loss() }), [b, a]);
      assert.equal(ofBoth.loss.dataSync()[0], 4 * 5 + 9 * 7);
      assert.deepEqual(ofBoth.gradients.map((g) => [...g.dataSync()]), [
        [4, 9],
        [20, 42],
      ]);
    })
  );
});

Deno.test("lossGradients() hands out tensors of the forward pass", () => {
  withVariables((a) => {
    const { loss, gradients, observed } = lossGradients(() => {
      const square = tf.square(a);
      return { loss: square.sum() as tf.Scalar, observed: [square] };
    }, [a]);
    assert.deepEqual([...observed[0].dataSync()], [4, 9]);
    tf.dispose([loss, gradients, observed]);
  });
});

Deno.test("lossGradients() leaks nothing when the forward pass throws", () => {
  withVariables((a) => {
    for (let i = 0; i < 3; i++) {
      assert.throws(() =>
        tf.tidy(() =>
          lossGradients(() => {
            tf.exp(tf.square(a));
            throw new Error("in the middle");
          }, [a])
        ), /in the middle/);
    }
  });
});

Deno.test("lossGradients() leaks nothing when the backward pass throws", () => {
  withVariables((a) => {
    const refuse = tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return {
        value: (x as tf.Tensor).clone(),
        gradFunc: () => {
          throw new Error("on the way back");
        },
      };
    });
    assert.throws(() =>
      tf.tidy(() =>
        lossGradients(() => {
          const square = tf.square(refuse(tf.exp(a)));
          return { loss: square.sum() as tf.Scalar, observed: [square] };
        }, [a])
      ), /on the way back/);
  });
});

Deno.test("lossGradients() names a variable that the loss does not depend on", () => {
  withVariables((a, b) =>
    tf.tidy(() => {
      const forward = () => ({ loss: tf.square(a).sum() as tf.Scalar });
      assert.throws(
        () => lossGradients(forward, [a, b]),
        new RegExp(`'${b.name}' of shape \\[2\\]`),
      );
    })
  );
});
