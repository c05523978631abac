/**
 * Convolutions with a 4×4 filter, stride 2 and padding 1, by Winograd's method.
 *
 * `assembly/winograd_layout.ts` gives the mathematics and the layout.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend.ts";
import { FasterForm } from "./faster_form.ts";
import { packFilter } from "./window_product.ts";
import type { WinogradSizes } from "./winograd_sizes.ts";

/** Points of F(4×4, 2×2). */
const POINTS = 25;

/** Fewer tasks than this would leave threads idle at the end of a job. */
const TASKS = 8;

/** Strips of a task's product: as many as a second-level cache holds at all points. */
const MOST_STRIPS = 16;

/**
 * Points that take more bytes are computed again for the filter gradient. Kept, they
 * would add a quarter to the memory of a training step at width 64, and save a
 * twenty-fifth of its time; narrow networks gain more and need less.
 */
const MOST_KEPT_BYTES = 8 * 2 ** 20;

/** Room for a transform and its squares; `WORK_BYTES` in the assembly. */
const WORK_BYTES = 4096;

/** The forms of the micro-kernels that do one and two steps at a time. */
const microKernels = new FasterForm();

/** The three tensors of a convolution, or their gradients. */
export interface WinogradTensors {
  /** `[batch, 8·tilesDown, 8·tilesAcross, inChannels]` */
  input: tf.TensorInfo;
  /** `[batch, 4·tilesDown, 4·tilesAcross, outChannels]` */
  output: tf.TensorInfo;
  /** `[4, 4, inChannels, outChannels]` */
  filter: tf.TensorInfo;
}

/**
 * Writes the convolution of `input` and `filter` to `output`.
 *
 * The error is 1e-6 to 2e-6 of the output's root mean square, three to ten times that of
 * the direct sum. A NaN or ±∞ makes NaN of its whole tile.
 */
export function winogradForward(
  backend: WasmBackend,
  sizes: WinogradSizes,
  { input, filter, output }: WinogradTensors,
): void {
  const { inChannels, outChannels } = sizes;
  const inputPoints = transformInput(backend, sizes, input);
  const [tapBytes, rowBytes] = [inChannels * outChannels * 4, outChannels * 4];
  const filterPoints = transformFilter(backend, [inChannels, outChannels], {
    ...{ filter: backend.address(filter), tapBytes, rowBytes, stripBytes: 64 },
    wide: false,
  });
  const { tasks, taskStrips, scratchBytes } = productTasks(sizes, outChannels / 16);
  const places = { output: backend.address(output), inputPoints, filterPoints };
  microKernels.run(
    multiplications(sizes),
    (twice) =>
      call(backend, "winogradForward", tasks, {
        ...{ ...sizes, ...places, taskStrips, scratchBytes, twice },
      }),
  );
}

/**
 * Writes the input gradient, of the output's gradient `output` and `filter`, to `input`.
 */
export function winogradInputGradient(
  backend: WasmBackend,
  sizes: WinogradSizes,
  { input, filter, output }: WinogradTensors,
): void {
  const { inChannels, outChannels } = sizes;
  const outputPoints = transformOutput(backend, sizes, output);
  // The taps transposed, one below the other in each strip.
  const transposed = packFilter(backend, {
    ...{ filter: backend.address(filter), filterWidth: 4, countY: 4, countX: 4 },
    ...{ tapRows: inChannels, tapColumns: outChannels, transposed: true },
  });
  const [tapBytes, stripBytes] = [outChannels * 64, outChannels * 1024];
  const filterPoints = transformFilter(backend, [outChannels, inChannels], {
    ...{ filter: transposed, tapBytes, rowBytes: 64, stripBytes, wide: true },
  });
  const { tasks, taskStrips, scratchBytes } = productTasks(sizes, inChannels / 4);
  const places = { input: backend.address(input), outputPoints, filterPoints };
  microKernels.run(
    multiplications(sizes),
    (twice) =>
      call(backend, "winogradInputGradient", tasks, {
        ...{ ...sizes, ...places, taskStrips, scratchBytes, twice },
      }),
  );
}

/**
 * Writes the filter gradient, of `input` and the output's gradient `output`, to `filter`.
 */
export function winogradFilterGradient(
  backend: WasmBackend,
  sizes: WinogradSizes,
  { input, filter, output }: WinogradTensors,
): void {
  const inputPoints = transformInput(backend, sizes, input);
  const outputPoints = transformOutput(backend, sizes, output);
  const strips = sizes.inChannels / 4;
  const taskStrips = Math.min(4, Math.ceil(strips / (2 * TASKS)));
  const columns = sizes.outChannels / 16;
  const scratchBytes = WORK_BYTES + POINTS * (taskStrips * columns * 1024 + 64);
  const places = { filter: backend.address(filter), inputPoints, outputPoints };
  const tasks = Math.ceil(strips / taskStrips);
  microKernels.run(
    multiplications(sizes),
    (twice) =>
      call(backend, "winogradFilterGradient", tasks, {
        ...{ ...sizes, ...places, taskStrips, scratchBytes, twice },
      }),
  );
}

/** U: the forward pass computes it, and then the filter gradient needs it again. */
function transformInput(
  backend: WasmBackend,
  sizes: WinogradSizes,
  input: tf.TensorInfo,
): number {
  const bytes = pointsBytes(sizes, sizes.inChannels / 4);
  return keep(backend, input, `U of ${input.shape}`, bytes, (inputPoints) => {
    const scratchBytes = WORK_BYTES + sizes.inChannels * 4;
    const places = { input: backend.address(input), inputPoints };
    call(backend, "winogradInput", sizes.batch, { ...sizes, ...places, scratchBytes });
  });
}

/** dM: the input gradient computes it, and then the filter gradient needs it again. */
function transformOutput(
  backend: WasmBackend,
  sizes: WinogradSizes,
  output: tf.TensorInfo,
): number {
  const bytes = pointsBytes(sizes, sizes.outChannels / 16);
  return keep(backend, output, `dM of ${output.shape}`, bytes, (outputPoints) => {
    const places = { output: backend.address(output), outputPoints };
    const scratchBytes = WORK_BYTES;
    call(backend, "winogradOutput", sizes.batch, { ...sizes, ...places, scratchBytes });
  });
}

/** Computes points that stay with their tensor if they are few, else in scratch memory. */
function keep(
  backend: WasmBackend,
  tensor: tf.TensorInfo,
  kind: string,
  bytes: number,
  compute: (address: number) => void,
): number {
  if (bytes <= MOST_KEPT_BYTES) return backend.derive(tensor, kind, bytes, compute);
  const address = backend.scratch(bytes);
  compute(address);
  return address;
}

/** The filter's taps: where they stand, and whether V has the phases side by side. */
interface Taps {
  filter: number;
  tapBytes: number;
  rowBytes: number;
  stripBytes: number;
  wide: boolean;
}

/** V, in scratch memory. */
function transformFilter(
  backend: WasmBackend,
  [rows, columns]: [number, number],
  { filter, tapBytes, rowBytes, stripBytes, wide }: Taps,
): number {
  const strips = columns / 16;
  const filterPoints = backend.scratch(POINTS * (4 * strips * rows + 1) * 64);
  backend.call("winogradFilter", 4 * strips, [
    ...[filter, filterPoints, backend.scratch(WORK_BYTES * backend.threads), WORK_BYTES],
    ...[tapBytes, rowBytes, stripBytes, rows, strips, Number(wide)],
  ]);
  return filterPoints;
}

/** How a product with so many strips of columns is cut in tasks. */
function productTasks(sizes: WinogradSizes, strips: number) {
  const blocks = Math.ceil(sizes.batch / sizes.blockImages);
  const groups = Math.max(
    Math.ceil(strips / MOST_STRIPS),
    Math.min(strips, Math.ceil(TASKS / blocks)),
  );
  const taskStrips = Math.ceil(strips / groups);
  return {
    taskStrips,
    tasks: blocks * Math.ceil(strips / taskStrips),
    scratchBytes: WORK_BYTES + POINTS * (taskStrips * sizes.stripRows + 1) * 64,
  };
}

/** Bytes of U or dM with so many strips. */
function pointsBytes(sizes: WinogradSizes, strips: number): number {
  const blocks = Math.ceil(sizes.batch / sizes.blockImages);
  return blocks * POINTS * (strips * sizes.stripRows + 1) * 64;
}

function multiplications(sizes: WinogradSizes): number {
  const tiles = sizes.batch * sizes.tilesDown * sizes.tilesAcross;
  return tiles * POINTS * 4 * sizes.inChannels * sizes.outChannels;
}

/** The fields of `Winograd` in `assembly/winograd_layout.ts`; addresses not used are 0. */
interface WinogradFields extends WinogradSizes {
  input?: number;
  output?: number;
  filter?: number;
  inputPoints?: number;
  outputPoints?: number;
  filterPoints?: number;
  scratchBytes: number;
  taskStrips?: number;
  twice?: number;
}

function call(
  backend: WasmBackend,
  kernel: string,
  tasks: number,
  fields: WinogradFields,
): void {
  const { input = 0, output = 0, filter = 0 } = fields;
  const { inputPoints = 0, outputPoints = 0, filterPoints = 0 } = fields;
  const { batch, tilesDown, tilesAcross, inChannels, outChannels } = fields;
  const { scratchBytes, blockImages, stripRows, taskStrips = 0, twice = 0 } = fields;
  backend.withScratch(() =>
    backend.call(kernel, tasks, [
      ...[input, output, filter, inputPoints, outputPoints, filterPoints],
      ...[backend.scratch(scratchBytes * backend.threads), scratchBytes],
      ...[batch, tilesDown, tilesAcross, inChannels, outChannels],
      ...[blockImages, stripRows, taskStrips, twice],
    ])
  );
}
