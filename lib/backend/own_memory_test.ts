import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { ownMemory } from "./own_memory.ts";
import { silenceBanner } from "./silence_banner.ts";

Deno.test("ownMemory() moves a variable away from its clone, and only then", async () => {
  await silenceBanner("cpu");
  await tf.setBackend("cpu");
  const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
  const before = [variable.dataId, tf.memory().numTensors];
  ownMemory(variable);
  assert.deepEqual([variable.dataId, tf.memory().numTensors], before);
  const clone = variable.clone();
  ownMemory(variable);
  assert.notEqual(variable.dataId, clone.dataId);
  assert.deepEqual([...variable.dataSync()], [1, 2]);
  clone.dispose();
  assert.equal(tf.memory().numTensors, before[1]);
  variable.dispose();
});
