import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startSteps } from "./steps.ts";

const tiny = { size: 16, width: 2, channels: 1, batch: 2, threads: 2 };

Deno.test("startSteps() trains for the time asked, at least a step", async () => {
  const steps = await startSteps({ network: "pytorchTutorial", ...tiny });
  assert.ok(steps.firstStepSeconds > 0);
  assert.ok(steps.parameters > 0);
  assert.equal((await steps.measure(0)).steps, 1);
  const { steps: count, seconds } = await steps.measure(0.05);
  assert.ok(count >= 1 && seconds >= 0.05);
  await steps.end();
});

Deno.test("startSteps() trains every source's networks, and end() frees them", async () => {
  await (await startSteps({ network: "d2l", ...tiny })).end();
  const before = tf.memory().numTensors;
  for (const network of ["pytorchTutorial", "d2l", "gansInAction"] as const) {
    const size = network === "gansInAction" ? 28 : 16;
    const steps = await startSteps({ ...tiny, network, size });
    await steps.measure(0);
    await steps.end();
    assert.equal(tf.memory().numTensors, before);
  }
});
