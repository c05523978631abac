import * as tf from "@tensorflow/tfjs";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";

const ACTIVATIONS = ["linear", "relu", "relu6", "elu", "leakyrelu", "sigmoid"] as const;

for (const activation of ACTIVATIONS) {
  Deno.test(`fused.matMul() with ${activation} is the cpu backend's, within 5e-6`, async () => {
    for (const transposed of [false, true]) {
      await sameOnBackends(() =>
        tf.fused.matMul({
          ...{
            a: wave(transposed ? [7, 5] : [5, 7]),
            b: wave(transposed ? [3, 7] : [7, 3]),
          },
          ...{ transposeA: transposed, transposeB: transposed, bias: wave([3]) },
          ...{ activation, leakyreluAlpha: 0.3 },
        }), 5e-6);
    }
  });
}

Deno.test("fused.matMul() with prelu is the cpu backend's, within 5e-6", async () => {
  await sameOnBackends(() =>
    tf.fused.matMul({
      ...{ a: wave([5, 7]), b: wave([7, 3]), bias: wave([3]) },
      ...{ activation: "prelu", preluActivationWeights: wave([3]) },
    }), 5e-6);
});
