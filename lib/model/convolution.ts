import * as tf from "@tensorflow/tfjs";
import { convolutionSize, type Padding } from "../tensor/convolution_size.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import { requireShape } from "../tensor/require_shape.ts";
import { createParameter, type InitialiseOptions, type Parameter } from "./parameter.ts";
import type { Layer } from "./sequence.ts";

/** What a convolution or a transposed one is made of. */
export interface ConvolutionLayerOptions extends InitialiseOptions {
  /** Channels of the input, 1 or more. */
  inputChannels: number;
  /** Channels of the output, 1 or more. */
  outputChannels: number;
  /** The filter's height and width. */
  kernel: number;
  /** The step between outputs, in both directions. */
  stride: number;
  /** Zeros on each side, or "same" as Keras pads, or "valid" for none. */
  padding: Padding;
  /** Whether a number is added to each output channel; not before batch norm's own β. */
  bias: boolean;
}

/**
 * A convolution over height and width.
 *
 *     y[h, w, o] = Σ x[s·h + i − p, s·w + j − p, c] · filter[i, j, c, o]  (+ bias[o])
 *
 * The sum is over i, j and c. Like all libraries it does not flip the filter, which
 * makes it a correlation. The filter's axes are HWIO; PyTorch's are OIHW.
 *
 * Source: Dumoulin and Visin (2016), https://arxiv.org/abs/1603.07285
 */
export class Convolution implements Layer {
  readonly name: string;
  readonly modules = 1;
  readonly parameters: Parameter[];
  readonly #options: ConvolutionLayerOptions;

  /**
   * @param options Channels, kernel, stride, padding, bias and first values.
   * @throws {RangeError} If a number of channels, the kernel or the stride is no positive
   * integer.
   */
  constructor(options: ConvolutionLayerOptions) {
    requireSizes(options, "create a convolution");
    const { kernel, inputChannels, outputChannels, bias } = options;
    const shape = [kernel, kernel, inputChannels, outputChannels];
    this.#options = options;
    this.name = `convolution ${geometryName(options)}`;
    this.parameters = [
      createParameter("weight", "convolution", shape, options),
      ...(bias ? [createParameter("bias", "bias", [outputChannels], options)] : []),
    ];
  }

  outputShape([height, width]: number[]): number[] {
    return [
      convolutionSize(height, this.#options),
      convolutionSize(width, this.#options),
      this.#options.outputChannels,
    ];
  }

  apply(x: tf.Tensor): tf.Tensor {
    const { inputChannels, stride, padding } = this.#options;
    requireShape(x, ["batch", "height", "width", inputChannels], {
      action: "convolve",
      name: "x",
    });
    const [filter, bias] = this.parameters.map(({ value }) => value);
    return tf.tidy(() => {
      const y = tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, padding);
      return bias ? tf.add(y, bias) : y;
    });
  }
}

/**
 * Refuses channels, a kernel or a stride that is none.
 *
 * @param options The sizes of a convolution, or of a transposed one.
 * @param action What cannot be done otherwise, for the message.
 * @throws {RangeError} If one is no positive integer.
 */
export function requireSizes(options: ConvolutionLayerOptions, action: string): void {
  for (const name of ["inputChannels", "outputChannels", "kernel", "stride"] as const) {
    requirePositive(options[name], { action, name });
  }
}

/**
 * A convolution's sizes in words: "4×4, stride 2, padding 1".
 *
 * @param options Kernel, stride and padding.
 */
export function geometryName(
  { kernel, stride, padding }: { kernel: number; stride: number; padding: Padding },
): string {
  return `${kernel}×${kernel}, stride ${stride}, padding ${padding}`;
}
