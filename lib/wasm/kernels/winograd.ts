/**
 * Convolutions of a stride of 1 or 2 by Winograd's method.
 *
 * `assembly/winograd_layout.ts` gives the mathematics and the layout. A large batch is
 * done in parts, so that its points stay in a cache.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend.ts";
import { FasterForm } from "./faster_form.ts";
import {
  callWinograd,
  filterPoints,
  inputAddress,
  inputPoints,
  MOST_FILTER_BYTES,
  MOST_POINT_BYTES,
  outputAddress,
  outputPoints,
  transposedFilterPoints,
  transposeFilter,
  type WinogradFields,
  WORK_BYTES,
} from "./winograd_points.ts";
import {
  inputStrips,
  type StripGroup,
  stripGroups,
  WINOGRAD_SQUARE,
  winogradBlocks,
  type WinogradPart,
  winogradParts,
  type WinogradSizes,
} from "./winograd_sizes.ts";

/** Fewer tasks than this would leave threads idle at the end of a job. */
const TASKS = 8;

/** Strips of a task's product: as many as a second-level cache holds at all points. */
const MOST_STRIPS = 16;

/** The wide and the narrow micro-kernels: see `micro_kernel.ts`. */
const microKernels = new FasterForm();

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
  const depth = inputStrips(sizes) * 16;
  const groups = stripGroups(sizes.outChannels / 16, depth, MOST_FILTER_BYTES);
  // If the batch is gone through more than once, its points are kept whole.
  const again = groups.length > 1;
  const mostBytes = again ? Infinity : MOST_POINT_BYTES;
  for (const group of groups) {
    backend.withScratch(() => {
      const filters = filterPoints(backend, sizes, backend.address(filter), group);
      for (const part of winogradParts(sizes, depth / 16, mostBytes)) {
        multiply(backend, { kernel: "winogradForward", depth }, part, group, () => ({
          filterPoints: filters,
          inputPoints: inputPoints(backend, sizes, part, input, again),
          output: outputAddress(backend, output, part),
        }));
      }
    });
  }
}

/**
 * Writes the input gradient, of the output's gradient `output` and `filter`, to `input`.
 */
export function winogradInputGradient(
  backend: WasmBackend,
  sizes: WinogradSizes,
  { input, filter, output }: WinogradTensors,
): void {
  const depth = sizes.outChannels;
  const transposed = transposeFilter(backend, sizes, backend.address(filter));
  const groups = stripGroups(inputStrips(sizes), depth, MOST_FILTER_BYTES);
  const again = groups.length > 1;
  const mostBytes = again ? Infinity : MOST_POINT_BYTES;
  for (const group of groups) {
    backend.withScratch(() => {
      const filters = transposedFilterPoints(backend, sizes, transposed, group);
      for (const part of winogradParts(sizes, depth / 16, mostBytes)) {
        multiply(
          backend,
          { kernel: "winogradInputGradient", depth },
          part,
          group,
          () => ({
            filterPoints: filters,
            outputPoints: outputPoints(backend, sizes, part, output, again),
            input: inputAddress(backend, input, part),
          }),
        );
      }
    });
  }
}

/** The product of a part's points and a group's, of that depth, and back to pixels. */
function multiply(
  backend: WasmBackend,
  { kernel, depth }: { kernel: string; depth: number },
  { sizes }: WinogradPart,
  group: StripGroup,
  places: () => Partial<WinogradFields>,
): void {
  backend.withScratch(() => {
    const { tasks, ...sizesOfTask } = productTasks(sizes, group.strips);
    const fields = { ...sizes, ...sizesOfTask, group, ...places() };
    microKernels.run(
      tilesOf(sizes) * WINOGRAD_SQUARE * group.strips * 16 * depth,
      (narrow) => callWinograd(backend, kernel, tasks, { ...fields, narrow }),
    );
  });
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
  const taskStrips = Math.min(4, Math.ceil(strips / (2 * TASKS)));
  const tasks = Math.ceil(strips / taskStrips);
  const tiles = taskStrips * sizes.outChannels / 16;
  const sums = backend.scratch(tasks * WINOGRAD_SQUARE * (tiles * 1024 + 64));
  const parts = winogradParts(sizes, strips, MOST_POINT_BYTES);
  for (const part of parts) {
    backend.withScratch(() => {
      const fields = {
        ...{ ...part.sizes, taskStrips, sums, scratchBytes: WORK_BYTES },
        inputPoints: inputPoints(backend, sizes, part, input),
        outputPoints: outputPoints(backend, sizes, part, output),
        filter: backend.address(filter),
        firstPart: part === parts[0],
        lastPart: part === parts.at(-1),
      };
      microKernels.run(
        tilesOf(part.sizes) * WINOGRAD_SQUARE * strips * 16 * sizes.outChannels,
        (narrow) =>
          callWinograd(backend, "winogradFilterGradient", tasks, { ...fields, narrow }),
      );
    });
  }
  // The last that needs the points of this convolution.
  for (const tensor of [input, output]) backend.forget(tensor);
}

/** How a product with so many strips of columns is cut in tasks. */
function productTasks(sizes: WinogradSizes, strips: number) {
  const blocks = winogradBlocks(sizes);
  const groups = Math.max(
    Math.ceil(strips / MOST_STRIPS),
    Math.min(strips, Math.ceil(TASKS / blocks)),
  );
  const taskStrips = Math.ceil(strips / groups);
  return {
    taskStrips,
    tasks: blocks * Math.ceil(strips / taskStrips),
    scratchBytes: WORK_BYTES + WINOGRAD_SQUARE * (taskStrips * sizes.stripRows + 1) * 64,
  };
}

function tilesOf({ batch, tilesDown, tilesAcross }: WinogradSizes): number {
  return batch * tilesDown * tilesAcross;
}
