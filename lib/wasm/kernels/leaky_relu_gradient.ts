/**
 * The gradient of LeakyReLU in one pass.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { CHUNK, elementwiseTasks } from "./elementwise_tasks.ts";
import type { WasmKernel } from "./kernel.ts";

/** dx = dy where x > 0, else α dy; both are float32 of one shape. */
export const leakyReluGradient: WasmKernel = {
  name: "LeakyReluGrad",
  run: ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const dx = backend.output(x.shape);
    const count = tf.util.sizeFromShape(x.shape);
    const addresses = [backend.address(x), backend.address(dy), dx.address];
    const integers = [...addresses, count, CHUNK];
    const slope = attrs.alpha as number;
    backend.call("leakyReluGradient", elementwiseTasks(count), integers, [slope]);
    return dx;
  },
};
