/**
 * Matrix product with bias and activation.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { batchMatMul } from "./batch_mat_mul.ts";
import { applyBiasActivation } from "./bias_activation.ts";
import type { WasmKernel } from "./kernel.ts";

/** activation(A·B + bias), one after the other. */
export const fusedMatMul: WasmKernel = {
  name: "_FusedMatMul",
  run: (call) => applyBiasActivation(call, batchMatMul.run(call) as tf.TensorInfo),
};
