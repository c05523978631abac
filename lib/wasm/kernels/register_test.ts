import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../start.ts";
import { runCpuKernel } from "./kernel.ts";
import { registerKernels, wasmKernels } from "./register.ts";

Deno.test("Every op of tfjs's cpu backend has a kernel on the WebAssembly backend", async () => {
  await startWasmBackend();
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) {
    assert.ok(tf.getKernel(kernelName, "wasm-simd"), kernelName);
  }
});

Deno.test("No op has two kernels in the list", () => {
  const names = wasmKernels.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

Deno.test("registerKernels() puts a kernel in the place of tfjs's, with scratch memory", async () => {
  const backend = await startWasmBackend({ name: "wasm-registered", threads: 1 });
  const copyName = "wasm-registered-copy";
  let scratch = 0;
  registerKernels(copyName, [{
    name: "Neg",
    run: (call) => {
      scratch = call.backend.scratch(100);
      return runCpuKernel("Abs", call);
    },
  }]);
  tf.registerBackend(copyName, () => backend, 0);
  await tf.setBackend(copyName);
  const before = backend.heap.live;
  assert.deepEqual([...tf.tidy(() => tf.neg([1, -2]).dataSync())], [1, 2]);
  assert.ok(scratch > 0);
  assert.equal(backend.heap.live, before);
});
