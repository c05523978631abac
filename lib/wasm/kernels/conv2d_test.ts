import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { CONVOLUTION_CASES } from "../../../test/convolution_cases.ts";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { startWasmBackend } from "../start.ts";

// tfjs's cpu backend sums in float64, the kernels in float32: the longest sum here has
// 297 terms, and its rounding errors come to some 1e-6.
const TOLERANCE = 5e-6;

const image = (shape: number[]) => wave(shape) as tf.Tensor4D;

Deno.test(`conv2d() gives what the cpu backend gives, within ${TOLERANCE.toExponential()}`, async (t) => {
  for (const { name, input, filter, strides, pad } of CONVOLUTION_CASES) {
    await t.step(name, () =>
      sameOnBackends(
        () => tf.conv2d(image(input), image(filter), strides, pad),
        TOLERANCE,
      ));
  }
});

Deno.test("conv2d() of hand-written numbers", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  const y = tf.tidy(() => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const filter = tf.tensor4d([1, 10, 100, 1000], [2, 2, 1, 1]);
    return tf.conv2d(x, filter, 1, "valid").dataSync();
  });
  // 1·1 + 2·10 + 4·100 + 5·1000, and so on.
  assert.deepEqual([...y], [5421, 6532, 8754, 9865]);
});

Deno.test("conv2d() passes NaN and ±∞ on to the pixels that see them", async () => {
  for (const special of [NaN, Infinity, -Infinity]) {
    await sameOnBackends(() => {
      const values = wave([1, 6, 6, 3]).dataSync();
      values[40] = special;
      const x = tf.tensor4d(values, [1, 6, 6, 3]);
      return tf.conv2d(x, image([3, 3, 3, 5]), 2, "same");
    }, TOLERANCE);
    await sameOnBackends(() => {
      const values = wave([3, 3, 3, 5]).dataSync();
      values[40] = special;
      const filter = tf.tensor4d(values, [3, 3, 3, 5]);
      return tf.conv2d(image([1, 6, 6, 3]), filter, 2, "valid");
    }, TOLERANCE);
  }
});

Deno.test("conv2d() of zeros is zero", async () => {
  await sameOnBackends(
    () => tf.conv2d(tf.zeros<tf.Rank.R4>([2, 5, 5, 3]), image([3, 3, 3, 4]), 1, 1),
    0,
  );
});

Deno.test("conv2d() with dilation or NCHW runs tfjs's kernel", async () => {
  await sameOnBackends(
    () => tf.conv2d(image([1, 7, 7, 3]), image([3, 3, 3, 4]), 1, "same", "NHWC", 2),
    TOLERANCE,
  );
  await sameOnBackends(
    () => tf.conv2d(image([1, 3, 7, 7]), image([3, 3, 3, 4]), 1, "same", "NCHW"),
    TOLERANCE,
  );
});
