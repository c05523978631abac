/**
 * What fused ops do behind their product.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { binaryKernels } from "./binary.ts";
import { type KernelCall, runCpuKernel } from "./kernel.ts";
import { unaryKernels } from "./unary.ts";

/** tfjs's names of the activations, and of the ops that compute them. */
const ACTIVATIONS = new Map([
  ["relu", "Relu"],
  ["relu6", "Relu6"],
  ["elu", "Elu"],
  ["prelu", "Prelu"],
  ["leakyrelu", "LeakyRelu"],
  ["sigmoid", "Sigmoid"],
]);

/**
 * Adds a fused op's bias to a product and applies its activation.
 *
 * @param call The fused op's: `bias` and `preluActivationWeights` among the inputs,
 * `activation` and `leakyreluAlpha` among the attributes; all may be missing.
 * @param product The product, which is disposed if the result is another tensor.
 * @returns The result.
 * @throws {RangeError} If the activation is unknown.
 */
export function applyBiasActivation(
  { inputs, attrs, backend }: KernelCall,
  product: tf.TensorInfo,
): tf.TensorInfo {
  const { bias, preluActivationWeights } = inputs as Record<string, tf.TensorInfo>;
  const { activation = "linear", leakyreluAlpha = 0.2 } = attrs as {
    activation?: string;
    leakyreluAlpha?: number;
  };
  const op = ACTIVATIONS.get(activation);
  if (!op && activation !== "linear") {
    throw new RangeError(
      `Cannot apply activation '${activation}' as it must be one of: ` +
        `linear, ${[...ACTIVATIONS.keys()].join(", ")}`,
    );
  }
  let result = product;
  const replace = (name: string, call: Omit<KernelCall, "backend">) => {
    const next = runKernel(name, { ...call, backend });
    backend.disposeIntermediateTensorInfo(result);
    result = next;
  };
  if (bias) replace("Add", { inputs: { a: result, b: bias }, attrs: {} });
  if (op) {
    replace(op, {
      inputs: { x: result, alpha: preluActivationWeights },
      attrs: { alpha: leakyreluAlpha },
    });
  }
  return result;
}

/** The kernel here if there is one, else tfjs's. */
function runKernel(name: string, call: KernelCall): tf.TensorInfo {
  const kernel = [...binaryKernels, ...unaryKernels].find((own) => own.name === name);
  const result = kernel ? kernel.run(call) : runCpuKernel(name, call);
  return result as tf.TensorInfo;
}
