import * as tf from "@tensorflow/tfjs";
import { transposedConvolutionSize } from "../tensor/convolution_size.ts";
import { requireShape } from "../tensor/require_shape.ts";
import { type ConvolutionLayerOptions, geometryName } from "./convolution.ts";
import { createParameter, type Parameter } from "./parameter.ts";
import type { Layer } from "./sequence.ts";

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
  readonly #options: ConvolutionLayerOptions;

  /** @param options Channels, kernel, stride, padding, bias and first values. */
  constructor(options: ConvolutionLayerOptions) {
    const { kernel, inputChannels, outputChannels, bias } = options;
    const shape = [kernel, kernel, outputChannels, inputChannels];
    this.#options = options;
    this.name = `transposed convolution ${geometryName(options)}`;
    this.parameters = [
      createParameter("weight", "transposedConvolution", shape, options),
      ...(bias ? [createParameter("bias", "bias", [outputChannels], options)] : []),
    ];
  }

  outputShape([height, width]: number[]): number[] {
    return [
      transposedConvolutionSize(height, this.#options),
      transposedConvolutionSize(width, this.#options),
      this.#options.outputChannels,
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
