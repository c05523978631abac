import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../wasm/start.ts";
import { measureLimits, shareOfLimit } from "./machine_limits.ts";
import { silenceBanner } from "./silence_banner.ts";

const small = { side: 64, length: 2 ** 16, milliseconds: 5 };

Deno.test("measureLimits() measures the running backend and leaves no tensor", async () => {
  await silenceBanner("cpu");
  await startWasmBackend({ threads: 2 });
  for (const name of ["cpu", "wasm-simd"]) {
    await tf.setBackend(name);
    const before = tf.memory().numTensors;
    const { gigaflops, gigabytesPerSecond } = measureLimits(small);
    // From a slow JavaScript loop to far above what any processor does.
    assert.ok(gigaflops > 1e-4 && gigaflops < 1e5, `${gigaflops} GFLOP/s`);
    assert.ok(gigabytesPerSecond > 1e-3 && gigabytesPerSecond < 1e5);
    assert.equal(tf.memory().numTensors, before);
  }
});

Deno.test("measureLimits() refuses a backend whose kernels return too early", async () => {
  await silenceBanner("cpu");
  await tf.setBackend("cpu");
  tf.registerBackend("webgpu", tf.findBackendFactory("cpu"), 0);
  try {
    await tf.setBackend("webgpu");
    assert.throws(() => measureLimits(small), /current backend is 'webgpu'$/);
  } finally {
    await tf.setBackend("cpu");
    tf.removeBackend("webgpu");
  }
});

Deno.test("shareOfLimit() takes the limit that a kernel comes closer to", () => {
  const limits = { gigaflops: 200, gigabytesPerSecond: 20 };
  const share = (gigaflops: number | null, gigabytesPerSecond: number | null) =>
    shareOfLimit({ gigaflops, gigabytesPerSecond }, limits);
  assert.equal(share(100, 5), 0.5);
  assert.equal(share(10, 15), 0.75);
  assert.equal(share(null, 10), 0.5);
  assert.equal(share(300, null), 1.5);
  assert.equal(share(null, null), null);
});
