import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { Dense } from "./dense.ts";

const options = { initialisation: "keras", random: new RandomGenerator(1) } as const;

Deno.test("Dense weighs, sums and adds its bias, as by hand", () => {
  const before = tf.memory().numTensors;
  const layer = new Dense({ inputs: 3, outputs: 2, ...options });
  const [weight, bias] = layer.parameters;
  tf.tidy(() => {
    weight.value.assign(tf.tensor2d([[1, 2], [3, 4], [5, 6]]));
    bias.value.assign(tf.tensor1d([10, 20]));
    const y = layer.apply(tf.tensor2d([[1, 0, -1], [0, 1, 1]]));
    assert.deepEqual(y.arraySync(), [[6, 16], [18, 30]]);
  });
  for (const { value } of layer.parameters) value.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("Dense refuses another number of inputs, in a shape and in a batch", () => {
  const layer = new Dense({ inputs: 3, outputs: 2, ...options });
  assert.deepEqual(layer.outputShape([3]), [2]);
  assert.throws(() => layer.outputShape([4]), {
    name: "RangeError",
    message: "Cannot apply a dense layer as 'inputShape' must have shape [3]: " +
      "current shape is [4]",
  });
  tf.tidy(() =>
    assert.throws(() => layer.apply(tf.zeros([5, 4])), {
      name: "RangeError",
      message: "Cannot apply a dense layer as 'x' must have shape [batch, 3]: " +
        "current shape is [5, 4]",
    })
  );
  for (const { value } of layer.parameters) value.dispose();
});
