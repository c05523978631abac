import assert from "node:assert/strict";
import { timeTrainStep } from "./benchmark_train_step.ts";

Deno.test("timeTrainStep() times steps of a small network", async () => {
  const speed = await timeTrainStep({ size: 16, width: 2, batchSize: 4, steps: 2 });
  assert.ok(speed.imagesPerSecond > 0 && Number.isFinite(speed.imagesPerSecond));
  assert.ok(speed.imagesPerProcessorSecond > 0);
});
