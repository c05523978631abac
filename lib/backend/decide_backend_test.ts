import assert from "node:assert/strict";
import { decideBackend, type WasmFacts, type WebgpuFacts } from "./decide_backend.ts";

const timed = (milliseconds: number): WebgpuFacts => ({
  state: "timed",
  adapter: "NVIDIA H200",
  milliseconds,
});
const ready: WasmFacts = { state: "ready", threads: 2, milliseconds: 25 };
const unavailable: WasmFacts = { state: "unavailable", why: "there is no SIMD" };

Deno.test("decideBackend() takes a GPU that passed and was faster", () => {
  assert.deepEqual(decideBackend({ webgpu: timed(3.14), wasm: ready }), {
    name: "webgpu",
    reason:
      "the GPU 'NVIDIA H200' takes 3.1 ms for a small training step, wasm-simd 25 ms",
  });
});

Deno.test("decideBackend() takes wasm-simd before a GPU that was not faster", () => {
  for (const milliseconds of [25, 26, Infinity, NaN]) {
    const { name } = decideBackend({ webgpu: timed(milliseconds), wasm: ready });
    assert.equal(name, "wasm-simd");
  }
});

Deno.test("decideBackend() never takes a software, faulty or absent GPU, and says why", () => {
  const cases: [WebgpuFacts, string][] = [
    [{ state: "absent", why: "there is no GPU adapter" }, "there is no GPU adapter"],
    [
      { state: "software", adapter: "llvmpipe" },
      "the GPU adapter 'llvmpipe' is software",
    ],
    [
      { state: "faulty", adapter: "X", why: "NaN in a gradient" },
      "the GPU 'X' failed its check: NaN in a gradient",
    ],
  ];
  for (const [webgpu, reason] of cases) {
    assert.deepEqual(decideBackend({ webgpu, wasm: ready }), {
      name: "wasm-simd",
      reason,
    });
    assert.deepEqual(decideBackend({ webgpu, wasm: unavailable }), {
      name: "cpu",
      reason: `${reason}, and there is no SIMD`,
    });
  }
});

Deno.test("decideBackend() takes a GPU that passed where WebAssembly cannot start", () => {
  assert.deepEqual(decideBackend({ webgpu: timed(900), wasm: unavailable }), {
    name: "webgpu",
    reason:
      "the GPU 'NVIDIA H200' takes 900 ms for a small training step, and there is no SIMD",
  });
});
