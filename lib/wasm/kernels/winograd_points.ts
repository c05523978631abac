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
  WINOGRAD_SQUARE,
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
  /** Of each thread. */
  scratchBytes: number;
  taskStrips?: number;
  firstPart?: boolean;
  lastPart?: boolean;
  twice?: number;
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
  const { batch, tilesDown, tilesAcross, inChannels, outChannels } = fields;
  const { scratchBytes, blockImages, stripRows, taskStrips = 0, twice = 0 } = fields;
  backend.withScratch(() =>
    backend.call(kernel, tasks, [
      ...[input, output, filter, inputPoints, outputPoints, filterPoints, sums],
      ...[backend.scratch(scratchBytes * backend.threads), scratchBytes],
      ...[batch, tilesDown, tilesAcross, inChannels, outChannels],
      ...[blockImages, stripRows, taskStrips],
      ...[Number(fields.firstPart ?? true), Number(fields.lastPart ?? true), twice],
    ])
  );
}

/** Address of a part of x or dx. */
export function inputAddress(
  backend: WasmBackend,
  input: tf.TensorInfo,
  { firstImage, sizes }: WinogradPart,
): number {
  const pixels = firstImage * 64 * sizes.tilesDown * sizes.tilesAcross;
  return backend.address(input) + pixels * sizes.inChannels * 4;
}

/** Address of a part of y or dy. */
export function outputAddress(
  backend: WasmBackend,
  output: tf.TensorInfo,
  { firstImage, sizes }: WinogradPart,
): number {
  const pixels = firstImage * 16 * sizes.tilesDown * sizes.tilesAcross;
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
  const strips = whole.inChannels / 4;
  return points(
    backend,
    whole,
    part,
    { tensor: input, kind: "U", strips },
    (each, to) => {
      callWinograd(backend, "winogradInput", each.sizes.batch, {
        ...each.sizes,
        input: inputAddress(backend, input, each),
        inputPoints: to,
        scratchBytes: WORK_BYTES + whole.inChannels * 4,
      });
    },
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
  const strips = whole.outChannels / 16;
  return points(
    backend,
    whole,
    part,
    { tensor: output, kind: "dM", strips },
    (each, to) => {
      callWinograd(backend, "winogradOutput", each.sizes.batch, {
        ...each.sizes,
        output: outputAddress(backend, output, each),
        outputPoints: to,
        scratchBytes: WORK_BYTES,
      });
    },
  );
}

function points(
  backend: WasmBackend,
  whole: WinogradSizes,
  part: WinogradPart,
  { tensor, kind, strips }: { tensor: tf.TensorInfo; kind: string; strips: number },
  compute: (part: WinogradPart, to: number) => void,
): number {
  const block = blockBytes(whole, strips);
  const wholeBytes = block * winogradBlocks(whole);
  if (wholeBytes > MOST_POINT_BYTES) {
    const address = backend.scratch(block * winogradBlocks(part.sizes));
    compute(part, address);
    return address;
  }
  const address = backend.derive(
    tensor,
    `${kind} of ${tensor.shape}`,
    wholeBytes,
    (to) => compute({ firstImage: 0, sizes: whole }, to),
  );
  return address + part.firstImage / whole.blockImages * block;
}

/** V of a filter `[4, 4, rows, columns]`, in scratch memory: one phase below the other. */
export function filterPoints(
  backend: WasmBackend,
  { inChannels, outChannels }: WinogradSizes,
  filter: number,
): number {
  const [tapBytes, rowBytes] = [inChannels * outChannels * 4, outChannels * 4];
  return transformFilter(backend, [inChannels, outChannels / 16], [
    ...[filter, tapBytes, rowBytes, 64],
  ], false);
}

/** Vᵀ, in scratch memory: the phases side by side. */
export function transposedFilterPoints(
  backend: WasmBackend,
  { inChannels, outChannels }: WinogradSizes,
  filter: number,
): number {
  // The taps transposed, one below the other in each strip.
  const transposed = packFilter(backend, {
    ...{ filter, filterWidth: 4, countY: 4, countX: 4 },
    ...{ tapRows: inChannels, tapColumns: outChannels, transposed: true },
  });
  return transformFilter(backend, [outChannels, inChannels / 16], [
    ...[transposed, outChannels * 64, 64, outChannels * 1024],
  ], true);
}

/** `source`: address of the taps; bytes from one tap, row and strip to the next. */
function transformFilter(
  backend: WasmBackend,
  [rows, strips]: [number, number],
  [filter, tapBytes, rowBytes, stripBytes]: number[],
  wide: boolean,
): number {
  const address = backend.scratch(WINOGRAD_SQUARE * (4 * strips * rows + 1) * 64);
  const scratch = backend.scratch(WORK_BYTES * backend.threads);
  backend.call("winogradFilter", 4 * strips, [
    ...[filter, address, scratch, WORK_BYTES, tapBytes, rowBytes, stripBytes],
    ...[rows, strips, Number(wide)],
  ]);
  return address;
}
