import * as tf from "@tensorflow/tfjs";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";

const ACTIVATIONS = ["linear", "relu", "relu6", "elu", "leakyrelu", "sigmoid"] as const;

const image = (shape: number[]) => wave(shape) as tf.Tensor4D;

for (const activation of ACTIVATIONS) {
  Deno.test(`fused.conv2d() with ${activation} is the cpu backend's, within 5e-6`, async () => {
    for (const bias of [undefined, [5], [1]]) {
      await sameOnBackends(() =>
        tf.fused.conv2d({
          ...{
            x: image([2, 6, 5, 3]),
            filter: image([3, 3, 3, 5]),
            strides: 2,
            pad: "same",
          },
          ...{ activation, leakyreluAlpha: 0.3, bias: bias && wave(bias) },
        }), 5e-6);
    }
  });
}

Deno.test("fused.conv2d() with prelu is the cpu backend's, within 5e-6", async () => {
  await sameOnBackends(() =>
    tf.fused.conv2d({
      ...{ x: image([2, 6, 5, 3]), filter: image([3, 3, 3, 5]), strides: 1, pad: 1 },
      ...{ activation: "prelu", preluActivationWeights: wave([5]), bias: wave([5]) },
    }), 5e-6);
});

Deno.test("The gradients of fused.conv2d() are the cpu backend's, within 2e-5", async () => {
  await sameOnBackends(() => {
    const f = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) =>
      tf.sum<tf.Scalar>(tf.fused.conv2d({
        ...{ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, bias },
        ...{ strides: 2, pad: "same", activation: "relu" },
      }));
    return tf.grads(f)([image([2, 6, 5, 3]), image([3, 3, 3, 5]), wave([5])]);
  }, 2e-5);
});

Deno.test("fused.conv2d() in NCHW runs tfjs's kernel", async () => {
  await sameOnBackends(() =>
    tf.fused.conv2d({
      ...{ x: image([1, 3, 5, 5]), filter: image([3, 3, 3, 4]), strides: 1, pad: "same" },
      ...{ dataFormat: "NCHW", bias: wave([4]), activation: "relu" },
    }), 5e-6);
});
