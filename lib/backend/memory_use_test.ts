import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { chooseBackend } from "./choose_backend.ts";
import { freeBytes, peakBytes } from "./memory_use.ts";

const quietly = { log: () => {} };

Deno.test("peakBytes() counts what lives at once, not what was freed before", async () => {
  await chooseBackend({ backend: "wasm-simd", ...quietly });
  const multiply = (times: number) =>
    peakBytes(() => {
      for (let i = 0; i < times; i++) {
        tf.tidy(() => void tf.matMul(tf.ones([256, 256]), tf.ones([256, 256])));
      }
      return "done";
    });
  const { bytes, result } = await multiply(1);
  assert.equal(result, "done");
  assert.ok(bytes! >= 3 * 256 * 256 * 4, `three matrices live at once: ${bytes}`);
  assert.equal((await multiply(5)).bytes, bytes);
});

Deno.test("freeBytes() falls by what a tensor takes and rises when it is disposed", async () => {
  await chooseBackend({ backend: "wasm-simd", ...quietly });
  tf.tidy(() => void tf.neg(tf.ones([1000])));
  const before = freeBytes()!;
  const tensor = tf.tidy(() => tf.neg(tf.ones([1000])));
  assert.equal(before - freeBytes()!, 4032, "4,000 bytes, rounded up to 64");
  tensor.dispose();
  assert.equal(freeBytes(), before);
});

Deno.test("where memory is not counted, peakBytes() and freeBytes() say null", async () => {
  await chooseBackend({ backend: "cpu", ...quietly });
  assert.equal(freeBytes(), null);
  assert.deepEqual(await peakBytes(() => 7), { result: 7, bytes: null });
  await chooseBackend({ backend: "wasm-simd", ...quietly });
});

Deno.test("peakBytes() leaves the backend's own peak as it would be", async () => {
  await chooseBackend({ backend: "wasm-simd", ...quietly });
  const large = await peakBytes(() => tf.tidy(() => void tf.neg(tf.ones([512, 512]))));
  const outer = await peakBytes(async () => {
    tf.tidy(() => void tf.neg(tf.ones([512, 512])));
    await peakBytes(() => tf.tidy(() => void tf.neg(tf.ones([8]))));
  });
  assert.equal(outer.bytes, large.bytes);
});
