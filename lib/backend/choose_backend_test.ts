import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "./choose_backend.ts";
import { findAdapter } from "./gpu_adapter.ts";

Deno.test("chooseBackend() never takes a GPU imitated by software, and says so", async () => {
  const found = await findAdapter();
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const chosen = await chooseBackend({ log, lookForGpu: true });
  assert.equal(tf.getBackend(), chosen.name);
  assert.equal(lines.length, 1);
  assert.ok(lines[0].startsWith(`Backend: ${chosen.name}`), lines[0]);
  if (found.state === "hardware") return;
  assert.equal(chosen.name, "wasm-simd");
  assert.match(
    lines[0],
    found.state === "software" ? /the GPU adapter '.+' is software\.$/ : /there is no/,
  );
});

Deno.test("chooseBackend() asks WebGPU for nothing where there is surely no GPU", async () => {
  const lines: string[] = [];
  await withAdapter(() => assert.fail("it asked"), async () => {
    const log = (line: string) => lines.push(line);
    const { name } = await chooseBackend({ log, lookForGpu: false });
    assert.equal(name, "wasm-simd");
  });
  assert.match(lines[0], /^Backend: wasm-simd on \d+ threads?, as there is no GPU\.$/);
});

/** Runs beside a GPU whose adapter is found or not as the function says. */
async function withAdapter(requestAdapter: () => unknown, run: () => Promise<void>) {
  const { gpu } = navigator;
  const real = gpu.requestAdapter;
  gpu.requestAdapter = requestAdapter as typeof real;
  try {
    await run();
  } finally {
    gpu.requestAdapter = real;
  }
}

const broken = () => Promise.reject(new Error("the driver broke"));

Deno.test("chooseBackend() computes on the processor where the GPU's driver fails", () =>
  withAdapter(broken, async () => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const { name } = await chooseBackend({ log, lookForGpu: true });
    assert.equal(name, "wasm-simd");
    assert.match(lines[0], /as the GPU's driver failed: the driver broke\.$/);
  }));

Deno.test("chooseBackend() refuses 'webgpu' where the driver fails, and says how", () =>
  withAdapter(
    broken,
    () =>
      assert.rejects(chooseBackend({ backend: "webgpu", log: () => {} }), {
        name: "BackendUnavailableError",
        message: /'webgpu' as the GPU's driver failed: the driver broke$/,
      }),
  ));

const { state } = await findAdapter();

Deno.test({
  name: "chooseBackend() refuses 'webgpu' where there is no adapter" +
    (state === "absent" ? "" : " [needs a machine without one]"),
  ignore: state !== "absent",
  fn: () =>
    assert.rejects(
      chooseBackend({ backend: "webgpu", log: () => {} }),
      {
        name: "BackendUnavailableError",
        message: /Cannot use the backend 'webgpu' as there is no/,
      },
    ),
});

/** A test on the real WebGPU; its device lives as long as the program. */
function gpuTest(name: string, run: () => Promise<void>): void {
  const ignore = state === "absent";
  Deno.test({
    name: ignore ? `${name} [needs a WebGPU adapter]` : name,
    ignore,
    fn: run,
    sanitizeResources: false,
    sanitizeOps: false,
  });
}

gpuTest(
  "chooseBackend() takes 'webgpu' when asked, and says if it is software",
  async () => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const { name } = await chooseBackend({ backend: "webgpu", log });
    assert.equal(name, "webgpu");
    assert.equal(tf.getBackend(), "webgpu");
    const software = state === "software" ? ", though it is software and slow" : "";
    assert.deepEqual(lines, [`Backend: webgpu, as it was asked for${software}.`]);
  },
);

gpuTest(
  "chooseBackend() checks and times an adapter that passes for hardware",
  async () => {
    const { gpu } = navigator;
    const requestAdapter = gpu.requestAdapter.bind(gpu);
    gpu.requestAdapter = async (options) => {
      const adapter = await requestAdapter(options);
      if (adapter) {
        Object.defineProperty(adapter, "info", { value: { description: "A GPU" } });
      }
      return adapter;
    };
    const lines: string[] = [];
    try {
      const log = (line: string) => lines.push(line);
      const { name } = await chooseBackend({ log, lookForGpu: true });
      assert.equal(tf.getBackend(), name);
      if (state === "software") assert.equal(name, "wasm-simd");
    } finally {
      gpu.requestAdapter = requestAdapter;
    }
    const milliseconds = "[\\d.]+ ms";
    const gpuTook = `as the GPU 'A GPU' takes ${milliseconds} for a small training step`;
    assert.match(lines[0], new RegExp(`${gpuTook}, wasm-simd ${milliseconds}`));
  },
);

Deno.test("chooseBackend() takes the backend that the option names", async () => {
  for (const backend of ["cpu", "wasm-simd"] as const) {
    const lines: string[] = [];
    const chosen = await chooseBackend({ backend, log: (line) => lines.push(line) });
    assert.equal(chosen.name, backend);
    assert.equal(tf.getBackend(), backend);
    const on = backend === "cpu"
      ? ""
      : ` on ${chosen.threads} thread${chosen.threads === 1 ? "" : "s"}`;
    assert.deepEqual(lines, [`Backend: ${backend}${on}, as it was asked for.`]);
  }
});

Deno.test("chooseBackend() says the reason that it is given for a named backend", async () => {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const { reason } = await chooseBackend({ backend: "cpu", reason: "it was so", log });
  assert.equal(reason, "it was so");
  assert.deepEqual(lines, ["Backend: cpu, as it was so."]);
});

Deno.test("chooseBackend() leaves no tensor behind", async () => {
  await chooseBackend({ log: () => {} });
  const before = tf.memory().numTensors;
  await chooseBackend({ log: () => {} });
  assert.equal(tf.memory().numTensors, before);
});
