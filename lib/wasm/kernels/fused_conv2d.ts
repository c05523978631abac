/**
 * Convolution with bias and activation.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { applyBiasActivation } from "./bias_activation.ts";
import { conv2D } from "./conv2d.ts";
import { type ConvolutionAttributes } from "./convolution_geometry.ts";
import { runCpuKernel, type WasmKernel } from "./kernel.ts";

/**
 * activation(convolution(x, filter) + bias), one after the other. NCHW, where the bias is
 * aligned otherwise, runs tfjs's kernel.
 */
export const fusedConv2D: WasmKernel = {
  name: "FusedConv2D",
  run: (call) => {
    const { dataFormat } = call.attrs as unknown as ConvolutionAttributes;
    if (dataFormat !== "NHWC") return runCpuKernel("FusedConv2D", call);
    return applyBiasActivation(call, conv2D.run(call) as tf.TensorInfo);
  },
};
