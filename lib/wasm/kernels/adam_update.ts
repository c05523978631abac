/**
 * One step of Adam, in place.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { CHUNK, elementwiseTasks } from "./elementwise_tasks.ts";
import { requireFloat32, type WasmKernel } from "./kernel.ts";

/**
 * Writes the new parameter and moments over the old ones, and returns nothing.
 *
 * Whoever shares their memory would change too: `adamUpdate()` in `lib/backend` sees to
 * it that nobody does, and explains the arithmetic.
 */
export const adamUpdate: WasmKernel = {
  name: "AdamUpdate",
  run: ({ inputs, attrs, backend }) => {
    const names = ["parameter", "gradient", "firstMoment", "secondMoment"];
    const addresses = names.map((name) => {
      const tensor = inputs[name] as tf.TensorInfo;
      requireFloat32(tensor, { action: "update a parameter", name });
      return backend.address(tensor);
    });
    const count = tf.util.sizeFromShape((inputs.parameter as tf.TensorInfo).shape);
    const {
      firstWeight,
      secondDecay,
      secondWeight,
      stepSize,
      secondCorrection,
      epsilon,
    } = attrs as Record<string, number>;
    const decays = [firstWeight, 1 - firstWeight, secondDecay, secondWeight];
    const floats = [...decays, stepSize, secondCorrection, epsilon];
    const integers = [...addresses, count, CHUNK];
    backend.call("adamUpdate", elementwiseTasks(count), integers, floats);
    // The three stay the same tensors, with other values.
    for (const name of names) backend.derived.forget(inputs[name] as tf.TensorInfo);
    return [];
  },
};
