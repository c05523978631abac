/**
 * Convolutions of a stride of 1 or 2 by Winograd's method.
 *
 * `assembly/winograd_layout.ts` gives the mathematics and the layout. A large batch is
 * done in parts, so that its points stay in a cache; a large filter is transformed where
 * it is used, a few strips at a time, for the same reason.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend.ts";
import { microKernelForm } from "./micro_kernel_form.ts";
import {
  callWinograd,
  filterPoints,
  filterStrips,
  inputAddress,
  inputPoints,
  MOST_POINT_BYTES,
  outputAddress,
  outputPoints,
  type WinogradFields,
  WORK_BYTES,
} from "./winograd_points.ts";
import {
  blockBytes,
  filterBytes,
  type FilterMatrix,
  filterMatrix,
  inputStrips,
  WINOGRAD_SQUARE,
  winogradBlocks,
  type WinogradPart,
  winogradParts,
  type WinogradSizes,
} from "./winograd_sizes.ts";

/** Fewer tasks than this would leave threads idle at the end of a job. */
const TASKS = 16;

/** Strips of a task's product: as many as a second-level cache holds at all points. */
const MOST_STRIPS = 16;

/** The same where a task computes its own strips of V, which stay in the third level. */
const MOST_OWN_STRIPS = 4;

/** Points of a part whose tasks do that: in smaller parts they would do it more often. */
const MOST_BYTES_A_FILTER = 4 * MOST_POINT_BYTES;

/** Tiles of 16×16 sums that a task of the filter gradient adds to at a point: 128 KiB. */
const MOST_SUMS = 128;

/** The three tensors of a convolution, or their gradients. */
export interface WinogradTensors {
  /** `[batch, height, width, inChannels]` */
  input: tf.TensorInfo;
  /** `[batch, outHeight, outWidth, outChannels]` */
  output: tf.TensorInfo;
  /** `[filterSide, filterSide, inChannels, outChannels]` */
  filter: tf.TensorInfo;
}

/**
 * Writes the convolution of `input` and `filter` to `output`.
 *
 * The error is 1e-6 to 3e-6 of the output's root mean square, three to ten times that of
 * the direct sum. A NaN or ±∞ makes NaN of its whole tile.
 */
export function winogradForward(
  backend: WasmBackend,
  sizes: WinogradSizes,
  { input, filter, output }: WinogradTensors,
): void {
  const product = { kernel: "winogradForward", transposed: false };
  multiply(backend, sizes, filter, product, (part) => ({
    inputPoints: inputPoints(backend, sizes, part, input),
    output: outputAddress(backend, output, part),
  }));
}

/**
 * Writes the input gradient, of the output's gradient `output` and `filter`, to `input`.
 */
export function winogradInputGradient(
  backend: WasmBackend,
  sizes: WinogradSizes,
  { input, filter, output }: WinogradTensors,
): void {
  const product = { kernel: "winogradInputGradient", transposed: true };
  multiply(backend, sizes, filter, product, (part) => ({
    outputPoints: outputPoints(backend, sizes, part, output),
    input: inputAddress(backend, input, part),
  }));
}

/** The product of points with V or Vᵀ, and back to pixels, part by part of the batch. */
function multiply(
  backend: WasmBackend,
  sizes: WinogradSizes,
  filter: tf.TensorInfo,
  { kernel, transposed }: { kernel: string; transposed: boolean },
  places: (part: WinogradPart) => Partial<WinogradFields>,
): void {
  const taps = filterStrips(backend, sizes, filter, transposed);
  const matrix = filterMatrix(sizes, transposed);
  const narrow = microKernelForm(backend);
  const points = filterPoints(backend, sizes, taps, transposed);
  const mostBytes = points ? MOST_POINT_BYTES : MOST_BYTES_A_FILTER;
  for (const part of winogradParts(sizes, matrix.rows / 16, mostBytes)) {
    backend.withScratch(() => {
      const { tasks, ...cut } = points
        ? productTasks(part.sizes, matrix)
        : filterTasks(part.sizes, matrix);
      const fields = {
        ...{ ...part.sizes, ...cut, transposed, filter: taps, filterPoints: points },
        ...places(part),
      };
      callWinograd(backend, kernel, tasks, { ...fields, narrow });
    });
  }
}

/**
 * Writes the filter gradient, of `input` and the output's gradient `output`, to `filter`.
 */
export function winogradFilterGradient(
  backend: WasmBackend,
  sizes: WinogradSizes,
  { input, filter, output }: WinogradTensors,
): void {
  const strips = inputStrips(sizes);
  const columns = sizes.outChannels / 16;
  const sums = backend.scratch(WINOGRAD_SQUARE * (strips * columns * 1024 + 64));
  const taskStrips = Math.max(1, Math.min(strips, Math.floor(MOST_SUMS / columns)));
  const tasks = WINOGRAD_SQUARE * Math.ceil(strips / taskStrips);
  const places = {
    ...{ taskStrips, sums, filter: backend.address(filter), scratchBytes: WORK_BYTES },
    narrow: microKernelForm(backend),
  };
  const parts = winogradParts(sizes, strips, MOST_POINT_BYTES);
  for (const part of parts) {
    backend.withScratch(() => {
      const fields = {
        ...{ ...part.sizes, ...places, firstPart: part === parts[0] },
        inputPoints: inputPoints(backend, sizes, part, input),
        outputPoints: outputPoints(backend, sizes, part, output),
      };
      callWinograd(backend, "winogradFilterSums", tasks, fields);
    });
  }
  callWinograd(backend, "winogradFilterTaps", strips, { ...sizes, ...places });
  // The last that needs the points of this convolution.
  for (const tensor of [input, output]) backend.derived.forget(tensor);
}

/** How a product with V is cut in tasks: a block and some strips each. */
function productTasks(sizes: WinogradSizes, { strips }: FilterMatrix) {
  const blocks = winogradBlocks(sizes);
  const groups = Math.max(
    Math.ceil(strips / MOST_STRIPS),
    Math.min(strips, Math.ceil(TASKS / blocks)),
  );
  const taskStrips = Math.ceil(strips / groups);
  return {
    taskStrips,
    tasks: blocks * Math.ceil(strips / taskStrips),
    scratchBytes: WORK_BYTES + blockBytes(sizes, taskStrips),
  };
}

/** How it is cut where V is not computed before: some strips each, of all blocks. */
function filterTasks(sizes: WinogradSizes, { rows, strips }: FilterMatrix) {
  const taskStrips = Math.min(MOST_OWN_STRIPS, Math.ceil(strips / TASKS));
  return {
    taskStrips,
    tasks: Math.ceil(strips / taskStrips),
    scratchBytes: WORK_BYTES + blockBytes(sizes, taskStrips) +
      filterBytes(taskStrips, rows),
  };
}
