import * as tf from "@tensorflow/tfjs";
import { transposedConvolutionSize } from "../tensor/convolution_size.ts";
import { requireShape } from "../tensor/require_shape.ts";
import {
  type ConvolutionLayerOptions,
  geometryName,
  requireSizes,
} from "./convolution.ts";
import { createParameter, type Parameter } from "./parameter.ts";
import type { Layer } from "./sequence.ts";

/** What a transposed convolution is made of. */
export interface TransposedConvolutionOptions extends ConvolutionLayerOptions {
  /**
   * Rows and columns more at the end, below the stride: of the sizes whose convolution
   * has the input's size, the smallest has 0. They hold what the padding takes away else.
   */
  outputPadding?: number;
}

/**
 * A transposed convolution over height and width: it spreads what a convolution gathers.
 *
 *     y[s·h + i − p, s·w + j − p, o] += x[h, w, c] · filter[i, j, o, c]  (+ bias[o])
 *
 * It is the gradient of the convolution with the same filter, stride and padding, so
 * padding takes rows away. The filter's axes are HWOI, which is HWIO as that convolution
 * reads it; PyTorch's are IOHW.
 *
 * Source: Dumoulin and Visin (2016), chapter 4, https://arxiv.org/abs/1603.07285
 */
export class TransposedConvolution implements Layer {
  readonly name: string;
  readonly modules = 1;
  readonly parameters: Parameter[];
  readonly #options: Required<TransposedConvolutionOptions>;

  /**
   * @param options Channels, kernel, stride, padding, bias and first values.
   * @throws {RangeError} If a number of channels, the kernel or the stride is no positive
   * integer.
   */
  constructor(options: TransposedConvolutionOptions) {
    requireSizes(options, "create a transposed convolution");
    const { kernel, inputChannels, outputChannels, bias, outputPadding = 0 } = options;
    const shape = [kernel, kernel, outputChannels, inputChannels];
    this.#options = { ...options, outputPadding };
    this.name = `transposed convolution ${geometryName(options)}`;
    this.parameters = [
      createParameter("weight", "transposedConvolution", shape, options),
      ...(bias ? [createParameter("bias", "bias", [outputChannels], options)] : []),
    ];
  }

  outputShape([height, width]: number[]): number[] {
    const { outputChannels, outputPadding } = this.#options;
    return [
      transposedConvolutionSize(height, this.#options) + outputPadding,
      transposedConvolutionSize(width, this.#options) + outputPadding,
      outputChannels,
    ];
  }

  apply(x: tf.Tensor): tf.Tensor {
    const { inputChannels, stride, padding } = this.#options;
    requireShape(x, ["batch", "height", "width", inputChannels], {
      action: "apply a transposed convolution",
      name: "x",
    });
    const [batch, ...inputShape] = x.shape;
    const [height, width, channels] = this.outputShape(inputShape);
    const [filter, bias] = this.parameters.map(({ value }) => value);
    return tf.tidy(() => {
      const y = tf.conv2dTranspose(
        x as tf.Tensor4D,
        filter as tf.Tensor4D,
        [batch, height, width, channels],
        stride,
        padding,
      );
      return bias ? tf.add(y, bias) : y;
    });
  }
}
