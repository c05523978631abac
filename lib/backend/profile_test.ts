import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../wasm/start.ts";
import { profile } from "./profile.ts";
import { silenceBanner } from "./silence_banner.ts";

async function on(name: "cpu" | "wasm-simd"): Promise<void> {
  await silenceBanner("cpu");
  if (name === "wasm-simd") await startWasmBackend({ threads: 2 });
  await tf.setBackend(name);
}

/** tanh(A·B) + A·B of two 4×4 matrices: three kernels. */
function compute(): number[] {
  return tf.tidy(() => {
    const matrix = tf.fill([4, 4], 0.5);
    const product = tf.matMul(matrix, matrix);
    return [...tf.add(tf.tanh(product), product).dataSync()];
  });
}

Deno.test("profile() names every kernel, those of tfjs too, and gives the result", async () => {
  for (const name of ["cpu", "wasm-simd"] as const) {
    await on(name);
    const { result, kernels } = await profile(compute);
    assert.deepEqual(result, compute());
    const calls = Object.fromEntries(kernels.map((row) => [row.kernel, row.calls]));
    assert.deepEqual(calls, { Add: 1, BatchMatMul: 1, Fill: 1, Tanh: 1 });
    const product = kernels.find((row) => row.kernel === "BatchMatMul");
    assert.equal(product?.operations, 2 * 4 * 4 * 4);
    assert.equal(product?.bytes, 3 * 64);
  }
});

Deno.test("profile() counts no time twice: kernels are slowest first, within the whole", async () => {
  await on("wasm-simd");
  const { kernels, parts, milliseconds } = await profile(() => {
    for (let i = 0; i < 5; i++) compute();
  });
  const times = kernels.map((row) => row.milliseconds);
  assert.deepEqual(times, [...times].sort((a, b) => b - a));
  assert.ok(times.reduce((sum, time) => sum + time) <= milliseconds);
  for (const { kernel, calls, milliseconds } of kernels) {
    assert.equal(calls, 5);
    const within = parts.filter((part) => part.kernel === kernel);
    assert.ok(within.reduce((sum, part) => sum + part.milliseconds, 0) <= milliseconds);
  }
});

Deno.test("profile() tells which WebAssembly functions a kernel calls", async () => {
  await on("wasm-simd");
  const { parts } = await profile(() =>
    tf.tidy(() => tf.tanh(tf.fill([8], 1)).dataSync())
  );
  assert.deepEqual(parts.map(({ kernel, part, calls }) => [kernel, part, calls]).sort(), [
    ["Fill", "fill", 1],
    ["Tanh", "tanh", 1],
  ]);
  await on("cpu");
  assert.deepEqual((await profile(compute)).parts, []);
});

Deno.test("profile() separates a kernel's runs by shape where asked to", async () => {
  await on("wasm-simd");
  const run = () =>
    tf.tidy(() => {
      for (const size of [2, 3, 3]) tf.neg(tf.zeros([size, 4]));
    });
  const { kernels } = await profile(run, { byShape: true });
  const calls = kernels
    .filter(({ kernel }) => kernel.startsWith("Neg"))
    .map(({ kernel, calls }) => [kernel, calls]);
  assert.deepEqual(calls.sort(), [["Neg 2×4 → 2×4", 1], ["Neg 3×4 → 3×4", 2]]);
});

Deno.test("profile() leaves the kernels as they were, also when the computation fails", async () => {
  for (const name of ["cpu", "wasm-simd"] as const) {
    await on(name);
    const kernels = () =>
      new Map(
        tf.getKernelsForBackend(name).map((
          { kernelName, kernelFunc },
        ) => [kernelName, kernelFunc]),
      );
    const before = kernels();
    await profile(compute);
    assert.deepEqual(kernels(), before);
    const failing = profile(() => Promise.reject(new Error("no result")));
    await assert.rejects(failing, /^Error: no result$/);
    assert.deepEqual(kernels(), before);
    assert.equal(Reflect.get(tf.backend(), "observer"), undefined);
  }
});

Deno.test("profile() refuses a second profile while one is taken", async () => {
  await on("cpu");
  await profile(async () => {
    await assert.rejects(profile(compute), /another profile is being taken/);
  });
  await profile(compute);
});

Deno.test("profile() refuses a backend whose kernels return before they are done", async () => {
  await on("cpu");
  const cpu = tf.findBackendFactory("cpu");
  tf.registerBackend("webgpu", cpu, 0);
  try {
    await tf.setBackend("webgpu");
    await assert.rejects(profile(compute), /current backend is 'webgpu'/);
  } finally {
    await tf.setBackend("cpu");
    tf.removeBackend("webgpu");
  }
});
