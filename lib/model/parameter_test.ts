import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { RandomGenerator } from "../tensor/random.ts";
import { createParameter } from "./parameter.ts";

Deno.test("createParameter() makes weights trainable and running statistics not", () => {
  const options = { initialisation: "keras", random: new RandomGenerator(1) } as const;
  const before = tf.memory().numTensors;
  for (
    const [role, trainable] of [
      ["convolution", true],
      ["bias", true],
      ["gamma", true],
      ["beta", true],
      ["runningMean", false],
      ["runningVariance", false],
    ] as const
  ) {
    const parameter = createParameter("weight", role, [1, 1, 2, 3], options);
    assert.equal(parameter.key, "weight");
    assert.equal(parameter.role, role);
    assert.equal(parameter.trainable, trainable);
    assert.equal(parameter.value.trainable, trainable);
    assert.deepEqual(parameter.value.shape, [1, 1, 2, 3]);
    parameter.value.dispose();
  }
  assert.equal(tf.memory().numTensors, before);
});
