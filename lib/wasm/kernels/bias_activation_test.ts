import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { startWasmBackend } from "../start.ts";
import { applyBiasActivation } from "./bias_activation.ts";

Deno.test("applyBiasActivation() adds a bias, applies a slope, and frees what lies between", async () => {
  const backend = await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const bias = tf.tensor([1, -10]);
  backend.address(bias);
  const before = backend.heap.live;
  const product = backend.output([2, 2]);
  backend.floats(product.address, 4).set([1, 2, 3, 4]);
  const attrs = { activation: "leakyrelu", leakyreluAlpha: 0.5 };
  const result = backend.withScratch(() =>
    applyBiasActivation({ inputs: { bias }, attrs, backend }, product)
  );
  assert.deepEqual([...backend.readSync(result.dataId) as Float32Array], [2, -4, 4, -3]);
  backend.disposeData(result.dataId);
  assert.equal(backend.heap.live, before);
  bias.dispose();
});

Deno.test("applyBiasActivation() returns the product itself if there is nothing to do", async () => {
  const backend = await startWasmBackend();
  const product = backend.output([3]);
  assert.equal(applyBiasActivation({ inputs: {}, attrs: {}, backend }, product), product);
  backend.disposeData(product.dataId);
});

Deno.test("applyBiasActivation() refuses an activation that it does not know", async () => {
  const backend = await startWasmBackend();
  const product = backend.output([3]);
  assert.throws(
    () =>
      applyBiasActivation(
        { inputs: {}, attrs: { activation: "gelu" }, backend },
        product,
      ),
    /Cannot apply activation 'gelu' as it must be one of: linear, relu/,
  );
  backend.disposeData(product.dataId);
});
