import * as tf from "@tensorflow/tfjs";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";

const gradient = (x: tf.Tensor, dy: tf.Tensor, slope: number) =>
  tf.grad((input) => tf.leakyRelu(input, slope))(x, dy);

Deno.test("The gradient of leakyRelu() is what the cpu backend gives, to the bit", async () => {
  for (const shape of [[], [0], [5], [2, 3, 7], [16384 + 3]]) {
    await sameOnBackends(
      () => gradient(wave(shape), wave(shape, { offset: 1, amplitude: 2 }), 0.2),
      0,
    );
  }
});

Deno.test("The gradient of leakyRelu() at zero and NaN is as on cpu", async () => {
  const x = [0, -0, NaN, Infinity, -Infinity];
  await sameOnBackends(() => gradient(tf.tensor1d(x), tf.ones([5]), 0.25), 0);
  await sameOnBackends(() => gradient(tf.ones([5]), tf.tensor1d(x), 0.25), 0);
});
