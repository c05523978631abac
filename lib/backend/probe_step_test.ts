import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../wasm/start.ts";
import { checkStep, compareGradients, probeStep, timeStep } from "./probe_step.ts";
import { silenceBanner } from "./silence_banner.ts";

const TINY = { batch: 1, size: 4, width: 2 };

Deno.test("checkStep() finds wasm-simd's gradients equal to cpu's", async () => {
  await silenceBanner("cpu");
  await startWasmBackend();
  assert.equal(await checkStep("wasm-simd", "cpu"), undefined);
  assert.equal(tf.getBackend(), "wasm-simd");
});

Deno.test("compareGradients() names the gradient that is off, NaN or all zero", () => {
  const expected = [[3, 4], [1, 0]];
  assert.equal(compareGradients([[3, 4], [1, 0]], expected), undefined);
  assert.equal(compareGradients([[3, 4], [1, 1e-4]], expected), undefined);
  assert.match(
    compareGradients([[3, 4], [1, 0.1]], expected) ?? "",
    /^gradient 2 is off/,
  );
  assert.match(
    compareGradients([[NaN, 4], [1, 0]], expected) ?? "",
    /^gradient 1 .* NaN/,
  );
  assert.match(compareGradients([[0, 0], [1, 0]], expected) ?? "", /by 1\.0 of its norm/);
});

Deno.test("timeStep() and probeStep() leave no tensor behind", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const before = tf.memory().numTensors;
  assert.ok(await timeStep(TINY) > 0);
  const gradients = probeStep(TINY);
  assert.deepEqual(gradients.map(({ shape }) => shape), [[4, 4, 3, 2], [4, 4, 2, 4]]);
  tf.dispose(gradients);
  assert.equal(tf.memory().numTensors, before);
});
