import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testWith } from "../../test/test_with.ts";
import { missingFeatures, startWasmBackend, WasmUnavailableError } from "./start.ts";

Deno.test("startWasmBackend() registers a backend on which tfjs computes", async () => {
  await startWasmBackend({ threads: 2 });
  assert.ok(await tf.setBackend("wasm-simd"));
  const sum = tf.tidy(() => tf.add([1, 2, 3], [10, 20, 30]).dataSync());
  assert.deepEqual([...sum], [11, 22, 33]);
});

Deno.test("startWasmBackend() returns the backend that runs, also at the same time", async () => {
  const [first, second] = await Promise.all([startWasmBackend(), startWasmBackend()]);
  assert.equal(first, second);
  assert.equal(await startWasmBackend({ threads: first.threads }), first);
});

Deno.test("startWasmBackend() refuses other options while it runs", async () => {
  const { threads } = await startWasmBackend();
  await assert.rejects(
    startWasmBackend({ threads: threads + 1 }),
    new RegExp(
      `'threads' ${threads + 1} as it already runs: current value is ${threads}`,
    ),
  );
});

Deno.test("startWasmBackend() can start again after the backend was removed", async () => {
  const first = await startWasmBackend({ name: "wasm-again", threads: 1 });
  tf.removeBackend("wasm-again");
  const second = await startWasmBackend({ name: "wasm-again", threads: 2 });
  assert.notEqual(first, second);
  await tf.setBackend("wasm-again");
  assert.deepEqual([...tf.tidy(() => tf.ones([3]).dataSync())], [1, 1, 1]);
});

Deno.test("startWasmBackend() can start after a start that failed", async () => {
  const name = "wasm-failed-once";
  await assert.rejects(startWasmBackend({ name, threads: 0 }), /'threads' must be/);
  assert.equal(tf.findBackend(name), null);
  assert.equal((await startWasmBackend({ name, threads: 1 })).threads, 1);
  tf.removeBackend(name);
});

Deno.test("missingFeatures() names each thing that an engine lacks", () => {
  assert.deepEqual(missingFeatures(), []);
  assert.deepEqual(missingFeatures({ WebAssembly }), ["SharedArrayBuffer"]);
  assert.deepEqual(missingFeatures({ SharedArrayBuffer }), ["WebAssembly"]);
  const without = (byteCode: number) => ({
    SharedArrayBuffer,
    WebAssembly: {
      validate: (bytes: BufferSource) => !(bytes as Uint8Array).includes(byteCode),
    },
  });
  // 98 is i8x16.popcnt's code, 128 stands only in relaxed_swizzle's.
  assert.deepEqual(missingFeatures(without(98)), ["WebAssembly SIMD"]);
  assert.deepEqual(missingFeatures(without(128)), ["WebAssembly relaxed SIMD"]);
});

Deno.test("WasmUnavailableError names what is missing and the next best backend", () => {
  assert.equal(
    new WasmUnavailableError(["SharedArrayBuffer", "WebAssembly SIMD"]).message,
    "Cannot start the 'wasm-simd' backend as this JavaScript engine lacks " +
      "SharedArrayBuffer and WebAssembly SIMD: the next best backend is 'cpu'",
  );
});

Deno.test("startWasmBackend() says so where shared memory is refused", async () => {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      if (descriptor.shared) throw new RangeError("could not allocate memory");
      super(descriptor);
    }
  };
  try {
    await assert.rejects(startWasmBackend({ name: "wasm-refused", threads: 1 }), {
      name: "WasmUnavailableError",
      message: /lacks 16 MiB of shared memory: the next best backend is 'cpu'$/,
    });
  } finally {
    WebAssembly.Memory = Memory;
  }
  assert.equal(tf.findBackend("wasm-refused"), null);
});

testWith(
  { permissions: ["run", "read", "env"] },
  "A program that only starts the backend ends by itself and prints nothing",
  async () => {
    const program = `
      import { startWasmBackend } from "./lib/wasm/start.ts";
      import * as tf from "@tensorflow/tfjs";
      await startWasmBackend({ threads: 3 });
      await tf.setBackend("wasm-simd");
      tf.ones([100000]).add(1).sum().dataSync();
    `;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--quiet", "--ext=ts", "-"],
      cwd: new URL("../..", import.meta.url),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(program));
    await writer.close();
    const { code, stdout, stderr } = await child.output();
    const text = new TextDecoder();
    assert.deepEqual([text.decode(stdout), text.decode(stderr), code], ["", "", 0]);
  },
);
