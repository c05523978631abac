/**
 * From pixels and taps to the points of Winograd's method: U, dM and V.
 *
 * `assembly/winograd_layout.ts` gives the mathematics and the layout.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../backend.ts";
import { packFilter } from "./window_product.ts";
import {
  blockBytes,
  filterBytes,
  filterMatrix,
  inputStrips,
  winogradBlocks,
  type WinogradPart,
  type WinogradSizes,
} from "./winograd_sizes.ts";

/**
 * Points of a whole tensor stay with it up to this size, for the filter gradient; larger
 * ones are computed in parts of this size and again when they are needed. Kept, they
 * would add a quarter to the memory of a training step at width 64, and save a
 * twenty-fifth of its time; narrow networks gain more and need less.
 */
export const MOST_POINT_BYTES = 8 * 2 ** 20;

/** V up to this size is computed before its product; more would not stay in a cache. */
const MOST_FILTER_BYTES = 16 * 2 ** 20;

/** Room for a transform and its squares; `WORK_BYTES` in the assembly. */
export const WORK_BYTES = 4096;

/** The fields of `Winograd` in `assembly/winograd_layout.ts`; those not used are 0. */
export interface WinogradFields extends WinogradSizes {
  input?: number;
  output?: number;
  filter?: number;
  inputPoints?: number;
  outputPoints?: number;
  filterPoints?: number;
  sums?: number;
  transposed?: boolean;
  /** Of each thread. */
  scratchBytes: number;
  taskStrips?: number;
  firstPart?: boolean;
  narrow?: number;
}

/** Runs a kernel that takes these fields. */
export function callWinograd(
  backend: WasmBackend,
  kernel: string,
  tasks: number,
  fields: WinogradFields,
): void {
  const { input = 0, output = 0, filter = 0, sums = 0 } = fields;
  const { inputPoints = 0, outputPoints = 0, filterPoints = 0 } = fields;
  const { scratchBytes, taskStrips = 0, narrow = 0 } = fields;
  backend.withScratch(() =>
    backend.call(kernel, tasks, [
      ...[input, output, filter, inputPoints, outputPoints, filterPoints, sums],
      ...[backend.scratch(scratchBytes * backend.threads), scratchBytes],
      ...[fields.batch, fields.height, fields.width, fields.outHeight, fields.outWidth],
      ...[fields.inChannels, fields.outChannels, fields.filterSide, fields.stride],
      ...[fields.padTop, fields.padLeft, fields.taps],
      ...[fields.tilesDown, fields.tilesAcross, fields.blockImages, fields.stripRows],
      ...[Number(fields.transposed ?? false), taskStrips],
      ...[Number(fields.firstPart ?? true), narrow],
    ])
  );
}

/** Address of a part of x or dx. */
export function inputAddress(
  backend: WasmBackend,
  input: tf.TensorInfo,
  { firstImage, sizes }: WinogradPart,
): number {
  const pixels = firstImage * sizes.height * sizes.width;
  return backend.address(input) + pixels * sizes.inChannels * 4;
}

/** Address of a part of y or dy. */
export function outputAddress(
  backend: WasmBackend,
  output: tf.TensorInfo,
  { firstImage, sizes }: WinogradPart,
): number {
  const pixels = firstImage * sizes.outHeight * sizes.outWidth;
  return backend.address(output) + pixels * sizes.outChannels * 4;
}

/**
 * U of a part: the forward pass computes it, and then the filter gradient needs it again.
 *
 * @param whole The sizes of the whole batch.
 * @returns Its address. It stays with the tensor, or is scratch memory.
 */
export function inputPoints(
  backend: WasmBackend,
  whole: WinogradSizes,
  part: WinogradPart,
  input: tf.TensorInfo,
): number {
  const place = { tensor: input, kind: "U", strips: inputStrips(whole) };
  return points(
    backend,
    whole,
    part,
    place,
    (each, to) =>
      callWinograd(backend, "winogradInput", each.sizes.batch, {
        ...each.sizes,
        input: inputAddress(backend, input, each),
        inputPoints: to,
        scratchBytes: WORK_BYTES,
      }),
  );
}

/**
 * dM of a part: the input gradient computes it, and then the filter gradient needs it
 * again.
 *
 * @param whole The sizes of the whole batch.
 * @returns Its address. It stays with the tensor, or is scratch memory.
 */
export function outputPoints(
  backend: WasmBackend,
  whole: WinogradSizes,
  part: WinogradPart,
  output: tf.TensorInfo,
): number {
  const place = { tensor: output, kind: "dM", strips: whole.outChannels / 16 };
  return points(
    backend,
    whole,
    part,
    place,
    (each, to) =>
      callWinograd(backend, "winogradOutput", each.sizes.batch, {
        ...each.sizes,
        output: outputAddress(backend, output, each),
        outputPoints: to,
        scratchBytes: WORK_BYTES,
      }),
  );
}

interface Place {
  tensor: tf.TensorInfo;
  kind: string;
  strips: number;
}

function points(
  backend: WasmBackend,
  whole: WinogradSizes,
  part: WinogradPart,
  { tensor, kind, strips }: Place,
  compute: (part: WinogradPart, to: number) => void,
): number {
  const block = blockBytes(whole, strips);
  const wholeBytes = block * winogradBlocks(whole);
  if (wholeBytes > MOST_POINT_BYTES) {
    const address = backend.scratch(block * winogradBlocks(part.sizes));
    compute(part, address);
    return address;
  }
  // What else the points depend on: another convolution may have the same tensor.
  const { filterSide, stride, padTop, padLeft, tilesDown, tilesAcross } = whole;
  const convolution = [filterSide, stride, padTop, padLeft, tilesDown, tilesAcross];
  const address = backend.derived.get(
    tensor,
    [kind, ...convolution, ...tensor.shape].join(" "),
    wholeBytes,
    (to) => compute({ firstImage: 0, sizes: whole }, to),
  );
  return address + part.firstImage / whole.blockImages * block;
}

/**
 * The filter in strips, transposed or not, in scratch memory: the taps of a strip one
 * below the other.
 */
export function filterStrips(
  backend: WasmBackend,
  { inChannels, outChannels, filterSide }: WinogradSizes,
  filter: tf.TensorInfo,
  transposed: boolean,
): number {
  return packFilter(backend, {
    ...{ filter: backend.address(filter), filterWidth: filterSide },
    ...{ countY: filterSide, countX: filterSide },
    ...{ tapRows: inChannels, tapColumns: outChannels, transposed },
  });
}

/**
 * V or Vᵀ in scratch memory, or 0 if it is so large that each task of the product had
 * better compute the strips that it needs.
 *
 * @param filter What {@link filterStrips} returned.
 */
export function filterPoints(
  backend: WasmBackend,
  sizes: WinogradSizes,
  filter: number,
  transposed: boolean,
): number {
  const { rows, strips } = filterMatrix(sizes, transposed);
  const bytes = filterBytes(strips, rows);
  if (bytes > MOST_FILTER_BYTES) return 0;
  const filterPoints = backend.scratch(bytes);
  const places = { filter, filterPoints, transposed, scratchBytes: WORK_BYTES };
  callWinograd(backend, "winogradFilter", strips, { ...sizes, ...places });
  return filterPoints;
}
