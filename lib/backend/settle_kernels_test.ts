import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../wasm/start.ts";
import { settleKernels } from "./settle_kernels.ts";
import { silenceBanner } from "./silence_banner.ts";

Deno.test("settleKernels() returns when kernels have written their results", async () => {
  const backend = await startWasmBackend({ threads: 2 });
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    tf.sqrt(tf.ones([2 ** 22]));
    const y = tf.square(tf.fill([100], 3));
    const place = backend.address(y);
    settleKernels();
    assert.equal(backend.heap.floats(place, 100)[99], 9);
  });
});

Deno.test("settleKernels() has nothing to wait for on another backend", async () => {
  await silenceBanner("cpu");
  await tf.setBackend("cpu");
  settleKernels();
});
