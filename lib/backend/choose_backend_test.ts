import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "./choose_backend.ts";
import { findAdapter } from "./gpu_adapter.ts";

Deno.test("chooseBackend() never takes a GPU imitated by software, and says so", async () => {
  const found = await findAdapter();
  const lines: string[] = [];
  const chosen = await chooseBackend({ log: (line) => lines.push(line) });
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

Deno.test("chooseBackend() leaves no tensor behind", async () => {
  await chooseBackend({ log: () => {} });
  const before = tf.memory().numTensors;
  await chooseBackend({ log: () => {} });
  assert.equal(tf.memory().numTensors, before);
});
