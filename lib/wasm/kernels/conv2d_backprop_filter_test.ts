import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { CONVOLUTION_CASES } from "../../../test/convolution_cases.ts";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { startWasmBackend } from "../start.ts";

// Sums of up to 900 terms near 1 in float32, against float64 in tfjs's cpu backend.
const TOLERANCE = 2e-5;

const image = (shape: number[]) => wave(shape) as tf.Tensor4D;

Deno.test(
  `The filter gradient is what the cpu backend gives, within ${TOLERANCE.toExponential()}`,
  async (t) => {
    for (const { name, input, filter, strides, pad } of CONVOLUTION_CASES) {
      await t.step(name, () =>
        sameOnBackends(() => {
          const x = image(input);
          const { outShape } = tf.backend_util
            .computeConv2DInfo(input, filter, strides, 1, pad);
          const attrs = {
            ...{ strides, pad, filterShape: filter },
            ...{ dataFormat: "NHWC", dimRoundingMode: "floor" },
          };
          return tf.engine().runKernel(
            "Conv2DBackpropFilter",
            { x, dy: wave(outShape) },
            attrs as unknown as tf.NamedAttrMap,
          ) as tf.Tensor;
        }, TOLERANCE));
    }
  },
);

Deno.test("The filter gradient is the difference quotient of the sum, within 1e-3", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const [x, weights] = [image([2, 5, 4, 3]), image([2, 2, 2, 2])];
    const loss = (filter: tf.Tensor) =>
      tf.sum<tf.Scalar>(tf.mul(tf.conv2d(x, filter as tf.Tensor4D, 2, 1), weights));
    const filter = image([4, 4, 3, 2]);
    const gradient = tf.grad(loss)(filter).dataSync();
    const values = filter.dataSync();
    // The loss is linear in the filter, so the step may be large.
    for (const i of [0, 1, 17, 50, values.length - 1]) {
      const [above, below] = [1, -1].map((step) => {
        const moved = values.slice();
        moved[i] += step;
        return loss(tf.tensor4d(moved, [4, 4, 3, 2])).dataSync()[0];
      });
      assert.ok(Math.abs((above - below) / 2 - gradient[i]) < 1e-3, `weight ${i}`);
    }
  });
});
