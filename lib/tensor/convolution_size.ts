import { requirePositive } from "./require_positive.ts";

/**
 * How many zeros surround the input of a convolution.
 *
 * A number counts them on each side. "valid" is 0. "same" gives each stride one output,
 * and where the zeros on both sides cannot be equal, the odd one comes last.
 */
export type Padding = number | "same" | "valid";

/** What decides a convolution's sizes, along one axis. */
export interface ConvolutionOptions {
  /** The filter's size, 1 or more. */
  kernel: number;
  /** The step between outputs, 1 or more. */
  stride: number;
  /** The zeros around the input. */
  padding: Padding;
}

/**
 * The size of a convolution's output, along one axis.
 *
 *     ⌊(n − k + 2p + s) / s⌋,   and ⌈n / s⌉ for "same"
 *
 * The floor loses the remainder: several input sizes share one output size, and the last
 * rows of the larger ones are never read.
 *
 * Source: Dumoulin and Visin (2016), relationship 6, https://arxiv.org/abs/1603.07285
 *
 * @example
 * ```ts
 * import { convolutionSize } from "./convolution_size.ts";
 *
 * console.log(convolutionSize(64, { kernel: 4, stride: 2, padding: 1 })); // 32
 * ```
 *
 * @param size The input's size n, 1 or more.
 * @throws {RangeError} If a size is no positive integer, or the padded input is smaller
 * than the kernel.
 */
export function convolutionSize(size: number, options: ConvolutionOptions): number {
  const action = "compute the size of a convolution";
  requirePositive(size, { action, name: "size" });
  const { kernel, stride, padding } = checked(options, action);
  if (padding === "same") return Math.ceil(size / stride);
  const zeros = 2 * padding;
  if (size + zeros < kernel) {
    throw new RangeError(
      `Cannot ${action} as 'kernel' must be at most ${size + zeros}, the padded ` +
        `input's size: current value is ${kernel}`,
    );
  }
  return Math.floor((size - kernel + zeros + stride) / stride);
}

/**
 * The size of a transposed convolution's output, along one axis.
 *
 *     s(n − 1) − 2p + k,   and s·n for "same"
 *
 * The padding is that of the convolution which this one transposes, so it makes the
 * output smaller. Padding "valid" is 0 here; Keras's gives s·n where the stride exceeds
 * the kernel.
 *
 * Source: Dumoulin and Visin (2016), relationship 13, https://arxiv.org/abs/1603.07285
 *
 * @param size The input's size n, 1 or more.
 * @throws {RangeError} If a size is no positive integer, or no output is left.
 */
export function transposedConvolutionSize(
  size: number,
  options: ConvolutionOptions,
): number {
  const action = "compute the size of a transposed convolution";
  requirePositive(size, { action, name: "size" });
  const { kernel, stride, padding } = checked(options, action);
  if (padding === "same") return stride * size;
  const whole = stride * (size - 1) + kernel;
  if (whole <= 2 * padding) {
    throw new RangeError(
      `Cannot ${action} as 'padding' must be below ${whole / 2}, half the size ` +
        `without it: current value is ${padding}`,
    );
  }
  return whole - 2 * padding;
}

/**
 * The input sizes that give a convolution's output size, along one axis: its inverse.
 *
 *     from s(o − 1) − 2p + k to s(o − 1) − 2p + k + s − 1
 *
 * Because of the floor there are up to s of them. The smallest is the size of the
 * transposed convolution, which is why that one undoes the size and not the values; for
 * "same" that is the largest.
 *
 * Source: Dumoulin and Visin (2016), relationship 14, https://arxiv.org/abs/1603.07285
 *
 * @example
 * ```ts
 * import { convolutionInputSizes } from "./convolution_size.ts";
 *
 * const options = { kernel: 4, stride: 2, padding: 1 };
 * console.log(convolutionInputSizes(32, options)); // [64, 65]
 * ```
 *
 * @param outputSize The output's size o, 1 or more.
 * @returns The smallest and the largest input size; all between them do as well.
 * @throws {RangeError} If a size is no positive integer, or no input has this output.
 */
export function convolutionInputSizes(
  outputSize: number,
  options: ConvolutionOptions,
): [smallest: number, largest: number] {
  const action = "invert the size of a convolution";
  requirePositive(outputSize, { action, name: "outputSize" });
  const { kernel, stride, padding } = checked(options, action);
  const smallest = padding === "same"
    ? stride * (outputSize - 1) + 1
    : stride * (outputSize - 1) - 2 * padding + kernel;
  const largest = smallest + stride - 1;
  if (largest < 1) {
    const zerosAlone = convolutionSize(1, options) - 1;
    throw new RangeError(
      `Cannot ${action} as 'outputSize' must be above ${zerosAlone}, as zeros alone give ` +
        `that many: current value is ${outputSize}`,
    );
  }
  return [Math.max(smallest, 1), largest];
}

function checked(
  { kernel, stride, padding }: ConvolutionOptions,
  action: string,
): { kernel: number; stride: number; padding: number | "same" } {
  requirePositive(kernel, { action, name: "kernel" });
  requirePositive(stride, { action, name: "stride" });
  if (padding === "valid") return { kernel, stride, padding: 0 };
  if (padding !== "same" && !(Number.isInteger(padding) && padding >= 0)) {
    throw new RangeError(
      `Cannot ${action} as 'padding' must be "same", "valid" or an integer from 0: ` +
        `current value is ${padding}`,
    );
  }
  return { kernel, stride, padding };
}
