import * as tf from "@tensorflow/tfjs";
import { sameOnBackends, wave } from "../../../test/same_on_backends.ts";

Deno.test("fill(), zerosLike() and onesLike() give what the cpu backend gives", async () => {
  for (const shape of [[], [0], [3], [2, 3, 5], [16384 + 3]]) {
    await sameOnBackends(() => {
      const x = wave(shape);
      return [tf.fill(shape, -2.5), tf.fill(shape, NaN), tf.zerosLike(x), tf.onesLike(x)];
    }, 0);
  }
});

Deno.test("fill(), zerosLike() and onesLike() of other types are as on cpu", async () => {
  await sameOnBackends(() => {
    const x = tf.tensor1d([3, 4], "int32");
    return [tf.fill([3], 7, "int32"), tf.zerosLike(x), tf.onesLike(x)];
  }, 0);
});
