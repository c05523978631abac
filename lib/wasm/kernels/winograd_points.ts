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
  type StripGroup,
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

/** V is computed in groups of strips of up to this size, so that it stays in a cache. */
export const MOST_FILTER_BYTES = 16 * 2 ** 20;

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
  /** The strips that V has. */
  group?: StripGroup;
  /** Of each thread. */
  scratchBytes: number;
  taskStrips?: number;
  firstPart?: boolean;
  lastPart?: boolean;
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
  const { batch, tilesDown, tilesAcross, inChannels, outChannels } = fields;
  const { scratchBytes, blockImages, stripRows, taskStrips = 0, narrow = 0 } = fields;
  const { first = 0, strips = 0 } = fields.group ?? {};
  backend.withScratch(() =>
    backend.call(kernel, tasks, [
      ...[input, output, filter, inputPoints, outputPoints, filterPoints, sums],
      ...[backend.scratch(scratchBytes * backend.threads), scratchBytes],
      ...[batch, tilesDown, tilesAcross, inChannels, outChannels],
      ...[blockImages, stripRows, first, strips, taskStrips],
      ...[Number(fields.firstPart ?? true), Number(fields.lastPart ?? true), narrow],
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
 * @param again Whether this pass needs them more than once.
 * @returns Its address. It stays with the tensor, or is scratch memory.
 */
export function inputPoints(
  backend: WasmBackend,
  whole: WinogradSizes,
  part: WinogradPart,
  input: tf.TensorInfo,
  again = false,
): number {
  const place = { tensor: input, kind: "U", strips: whole.inChannels / 4, again };
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
        scratchBytes: WORK_BYTES + whole.inChannels * 4,
      }),
  );
}

/**
 * dM of a part: the input gradient computes it, and then the filter gradient needs it
 * again.
 *
 * @param whole The sizes of the whole batch.
 * @param again Whether this pass needs them more than once.
 * @returns Its address. It stays with the tensor, or is scratch memory.
 */
export function outputPoints(
  backend: WasmBackend,
  whole: WinogradSizes,
  part: WinogradPart,
  output: tf.TensorInfo,
  again = false,
): number {
  const place = { tensor: output, kind: "dM", strips: whole.outChannels / 16, again };
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
  again: boolean;
}

function points(
  backend: WasmBackend,
  whole: WinogradSizes,
  part: WinogradPart,
  { tensor, kind, strips, again }: Place,
  compute: (part: WinogradPart, to: number) => void,
): number {
  const block = blockBytes(whole, strips);
  const wholeBytes = block * winogradBlocks(whole);
  if (wholeBytes > MOST_POINT_BYTES && !again) {
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

/** A group of V's strips, in scratch memory: a strip has one phase below the other. */
export function filterPoints(
  backend: WasmBackend,
  { inChannels, outChannels }: WinogradSizes,
  filter: number,
  { first, strips }: StripGroup,
): number {
  const address = backend.scratch(WINOGRAD_SQUARE * (4 * strips * inChannels + 1) * 64);
  const taps = [inChannels * outChannels * 4, outChannels * 4, 64];
  const sizes = [inChannels, outChannels / 16, first, strips, 0];
  return transformFilter(backend, 4 * strips, [filter, address, ...taps, ...sizes]);
}

/** The taps transposed, one below the other in each strip, in scratch memory. */
export function transposeFilter(
  backend: WasmBackend,
  { inChannels, outChannels }: WinogradSizes,
  filter: number,
): number {
  return packFilter(backend, {
    ...{ filter, filterWidth: 4, countY: 4, countX: 4 },
    ...{ tapRows: inChannels, tapColumns: outChannels, transposed: true },
  });
}

/** A group of Vᵀ's strips, in scratch memory: the phases side by side. */
export function transposedFilterPoints(
  backend: WasmBackend,
  { inChannels, outChannels }: WinogradSizes,
  transposed: number,
  { first, strips }: StripGroup,
): number {
  const address = backend.scratch(WINOGRAD_SQUARE * (strips * outChannels + 1) * 64);
  const taps = [outChannels * 64, 64, outChannels * 1024];
  const sizes = [outChannels, inChannels / 16, first, strips, 1];
  return transformFilter(backend, strips, [transposed, address, ...taps, ...sizes]);
}

/** `fields` are those of `FilterPointsArgs` but for the scratch memory. */
function transformFilter(
  backend: WasmBackend,
  tasks: number,
  [filter, address, ...fields]: number[],
): number {
  backend.withScratch(() => {
    const scratch = backend.scratch(WORK_BYTES * backend.threads);
    const places = [filter, address, scratch, WORK_BYTES];
    backend.call("winogradFilter", tasks, [...places, ...fields]);
  });
  return address;
}
