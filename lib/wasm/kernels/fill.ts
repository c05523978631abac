/**
 * Tensors of one value.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { WasmBackend, WasmTensor } from "../backend.ts";
import { CHUNK, elementwiseTasks } from "./elementwise_tasks.ts";
import { runCpuKernel, type WasmKernel } from "./kernel.ts";

/** A tensor of a given shape and value; float32 unless `dtype` says otherwise. */
export const fill: WasmKernel = {
  name: "Fill",
  run: (call) => {
    const { shape, value, dtype } = call.attrs as unknown as tf.FillAttrs;
    const float = (dtype ?? "float32") === "float32" && typeof value === "number";
    return float ? filled(call.backend, shape, value) : runCpuKernel("Fill", call);
  },
};

/** Zeros of a tensor's shape. */
export const zerosLike: WasmKernel = filledLike("ZerosLike", 0);

/** Ones of a tensor's shape. */
export const onesLike: WasmKernel = filledLike("OnesLike", 1);

function filledLike(name: string, value: number): WasmKernel {
  return {
    name,
    run: (call) => {
      const { shape, dtype } = call.inputs.x as tf.TensorInfo;
      if (dtype !== "float32") return runCpuKernel(name, call);
      return filled(call.backend, shape, value);
    },
  };
}

function filled(backend: WasmBackend, shape: number[], value: number): WasmTensor {
  const output = backend.output(shape);
  const count = tf.util.sizeFromShape(shape);
  backend.call("fill", elementwiseTasks(count), [output.address, count, CHUNK], [value]);
  return output;
}
