/**
 * What a convolution's attributes say about its shapes.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Windows } from "./window_product.ts";

/** The attributes that Conv2D and its gradients share. */
export interface ConvolutionAttributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  dataFormat: "NHWC" | "NCHW";
  dilations?: [number, number] | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * A convolution's sizes, or null if the kernels here do not do it: they take NHWC and no
 * dilation.
 *
 * @param inputShape `[batch, height, width, inputChannels]`.
 * @param filterShape `[height, width, inputChannels, outputChannels]`.
 */
export function convolutionGeometry(
  inputShape: number[],
  filterShape: number[],
  attributes: ConvolutionAttributes,
): tf.backend_util.Conv2DInfo | null {
  const { strides, pad, dataFormat, dilations = 1, dimRoundingMode } = attributes;
  if (dataFormat !== "NHWC") return null;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  return info.dilationHeight === 1 && info.dilationWidth === 1 ? info : null;
}

/** The window of a convolution: it looks at the input, once for each output pixel. */
export function convolutionWindows(
  image: number,
  info: tf.backend_util.Conv2DInfo,
): Windows {
  return {
    image,
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    windowHeight: info.filterHeight,
    windowWidth: info.filterWidth,
    stepY: info.strideHeight,
    stepX: info.strideWidth,
    offsetY: -info.padInfo.top,
    offsetX: -info.padInfo.left,
    gridHeight: info.outHeight,
    gridWidth: info.outWidth,
  };
}
