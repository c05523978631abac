/**
 * Convolution.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  type ConvolutionAttributes,
  convolutionGeometry,
  convolutionWindows,
} from "./convolution_geometry.ts";
import { runCpuKernel, type WasmKernel } from "./kernel.ts";
import { packFilter, windowProduct } from "./window_product.ts";
import { winogradForward } from "./winograd.ts";
import { winogradSizes } from "./winograd_sizes.ts";

/**
 * Convolution of NHWC images with an HWIO filter:
 *
 *     y[n, j, i, q] = Σ x[n, j·s + v − p, i·s + u − p, c] · w[v, u, c, q]
 *
 * as the product of patches and filter; `winograd.ts` does it with fewer multiplications
 * where it takes the sizes. Padding is zeros that are multiplied: where the filter has ∞
 * or NaN, padded borders become NaN. Dilated and NCHW convolutions run tfjs's kernel.
 */
export const conv2D: WasmKernel = {
  name: "Conv2D",
  run: (call) => {
    const { inputs, attrs, backend } = call;
    const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const attributes = attrs as unknown as ConvolutionAttributes;
    const info = convolutionGeometry(x.shape, filter.shape, attributes);
    if (!info) return runCpuKernel("Conv2D", call);
    const y = backend.output(info.outShape);
    const sizes = winogradSizes(info);
    if (sizes) {
      winogradForward(backend, sizes, { input: x, filter, output: y });
      return y;
    }
    const packed = packFilter(backend, {
      filter: backend.address(filter),
      filterWidth: info.filterWidth,
      tapRows: info.inChannels,
      tapColumns: info.outChannels,
      countY: info.filterHeight,
      countX: info.filterWidth,
    });
    windowProduct(backend, convolutionWindows(backend.address(x), info), packed, {
      address: y.address,
      height: info.outHeight,
      width: info.outWidth,
      channels: info.outChannels,
    });
    return y;
  },
};
