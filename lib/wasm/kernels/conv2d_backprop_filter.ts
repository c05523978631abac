/**
 * The gradient of a convolution by its filter.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  type ConvolutionAttributes,
  convolutionGeometry,
  convolutionWindows,
} from "./convolution_geometry.ts";
import { runCpuKernel, type WasmKernel } from "./kernel.ts";
import { windowGradient } from "./window_product.ts";
import { winogradFilterGradient } from "./winograd.ts";
import { winogradSizes } from "./winograd_sizes.ts";

/**
 * The filter gradient of a convolution:
 *
 *     dw[v, u, c, q] = Σ x[n, j·s + v − p, i·s + u − p, c] · dy[n, j, i, q]
 *
 * as the product of transposed patches and dy, whose rows are summed in parts; or by
 * `winograd.ts` where it takes the sizes.
 */
export const conv2DBackpropFilter: WasmKernel = {
  name: "Conv2DBackpropFilter",
  run: (call) => {
    const { inputs, attrs, backend } = call;
    const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
    const { filterShape, ...attributes } = attrs as unknown as
      & ConvolutionAttributes
      & { filterShape: number[] };
    const info = convolutionGeometry(x.shape, filterShape, attributes);
    // tfjs walks a dy of another size by its own rows.
    if (!info || !tf.util.arraysEqual(dy.shape, info.outShape)) {
      return runCpuKernel("Conv2DBackpropFilter", call);
    }
    const dw = backend.output(filterShape);
    const sizes = winogradSizes(info);
    if (sizes) {
      winogradFilterGradient(backend, sizes, { input: x, output: dy, filter: dw });
    } else {
      const windows = convolutionWindows(backend.address(x), info);
      windowGradient(backend, windows, backend.address(dy), info.outChannels, dw.address);
    }
    return dw;
  },
};
