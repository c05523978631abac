import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { CONVOLUTION_CASES } from "../../../test/convolution_cases.ts";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";
import { startWasmBackend } from "../start.ts";

// Sums of up to 630 terms in float32, which reach some tens on their way, against float64
// in tfjs's cpu backend.
const TOLERANCE = 5e-5;

const image = (shape: number[]) => wave(shape) as tf.Tensor4D;

Deno.test(
  `The input gradient is what the cpu backend gives, within ${TOLERANCE.toExponential()}`,
  async (t) => {
    for (const { name, input, filter, strides, pad } of CONVOLUTION_CASES) {
      await t.step(name, () =>
        sameOnBackends(() => {
          const { outShape } = tf.backend_util
            .computeConv2DInfo(input, filter, strides, 1, pad);
          const attrs = {
            ...{ strides, pad, inputShape: input },
            ...{ dataFormat: "NHWC", dimRoundingMode: "floor" },
          };
          return tf.engine().runKernel(
            "Conv2DBackpropInput",
            { dy: wave(outShape), filter: image(filter) },
            attrs as unknown as tf.NamedAttrMap,
          ) as tf.Tensor;
        }, TOLERANCE));
    }
  },
);

Deno.test("conv2dTranspose() and its gradients are the cpu backend's, within 1e-5", async () => {
  await sameOnBackends(() => {
    const weights = image([2, 8, 8, 3]);
    const f = (z: tf.Tensor, filter: tf.Tensor) =>
      tf.sum<tf.Scalar>(tf.mul(
        tf.conv2dTranspose(z as tf.Tensor4D, filter as tf.Tensor4D, [2, 8, 8, 3], 2, 1),
        weights,
      ));
    const inputs = [image([2, 4, 4, 5]), image([4, 4, 3, 5])];
    return [f(inputs[0], inputs[1]), ...tf.grads(f)(inputs)];
  }, 1e-5);
});

Deno.test("conv2dTranspose() of an image larger than the convolution gives is as on cpu", async () => {
  await sameOnBackends(() => {
    const [z, filter] = [image([1, 8, 8, 3]), image([3, 3, 2, 3])];
    return tf.conv2dTranspose(z, filter, [1, 4, 4, 2], 1, "same");
  }, 1e-5);
});

Deno.test("The input gradient is the difference quotient of the sum, within 1e-3", async () => {
  await startWasmBackend();
  await tf.setBackend("wasm-simd");
  tf.tidy(() => {
    const [filter, weights] = [image([3, 3, 2, 5]), image([1, 3, 3, 5])];
    const loss = (x: tf.Tensor) =>
      tf.sum<tf.Scalar>(tf.mul(tf.conv2d(x as tf.Tensor4D, filter, 2, "same"), weights));
    const x = image([1, 5, 6, 2]);
    const gradient = tf.grad(loss)(x).dataSync();
    const values = x.dataSync();
    // The loss is linear in the input, so the step may be large.
    for (const i of [0, 1, 17, 50, values.length - 1]) {
      const [above, below] = [1, -1].map((step) => {
        const moved = values.slice();
        moved[i] += step;
        return loss(tf.tensor4d(moved, [1, 5, 6, 2])).dataSync()[0];
      });
      assert.ok(Math.abs((above - below) / 2 - gradient[i]) < 1e-3, `pixel ${i}`);
    }
  });
});
