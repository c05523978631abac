import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../start.ts";
import { runCpuKernel } from "./kernel.ts";

Deno.test("runCpuKernel() runs tfjs's kernel on values in shared memory", async () => {
  const backend = await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const x = tf.tensor([3, -4]);
  backend.address(x);
  const result = runCpuKernel("Abs", {
    inputs: { x },
    attrs: {},
    backend,
  }) as tf.TensorInfo;
  const y = tf.engine().makeTensorFromTensorInfo(result);
  assert.deepEqual([...y.dataSync()], [3, 4]);
  tf.dispose([x, y]);
});
