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
  inputStrips,
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
  const { scratchBytes, taskStrips = 0, narrow = 0 } = fields;
  const { first = 0, strips = 0 } = fields.group ?? {};
  backend.withScratch(() =>
    backend.call(kernel, tasks, [
      ...[input, output, filter, inputPoints, outputPoints, filterPoints, sums],
      ...[backend.scratch(scratchBytes * backend.threads), scratchBytes],
      ...[fields.batch, fields.height, fields.width, fields.outHeight, fields.outWidth],
      ...[fields.inChannels, fields.outChannels, fields.filterSide, fields.stride],
      ...[fields.padTop, fields.padLeft, fields.taps],
      ...[fields.tilesDown, fields.tilesAcross, fields.blockImages, fields.stripRows],
      ...[first, strips, taskStrips],
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
  const place = { tensor: input, kind: "U", strips: inputStrips(whole), again };
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
    // What else the points depend on: another convolution may have the same tensor.
    `${kind} ${
      [
        ...[whole.filterSide, whole.stride, whole.padTop, whole.padLeft],
        ...[whole.tilesDown, whole.tilesAcross],
        ...tensor.shape,
      ].join(" ")
    }`,
    wholeBytes,
    (to) => compute({ firstImage: 0, sizes: whole }, to),
  );
  return address + part.firstImage / whole.blockImages * block;
}

/** A group of V's strips, in scratch memory: a strip has one phase below the other. */
export function filterPoints(
  backend: WasmBackend,
  sizes: WinogradSizes,
  filter: number,
  { first, strips }: StripGroup,
): number {
  const { inChannels, outChannels, filterSide, stride, taps } = sizes;
  const phases = stride * stride;
  const bytes = WINOGRAD_SQUARE * (phases * strips * inChannels + 1) * 64;
  return transformFilter(backend, { filter, bytes, tasks: phases * strips }, [
    ...[inChannels * outChannels * 4, outChannels * 4, 64, filterSide, stride, taps],
    ...[inChannels, outChannels / 16, first, strips, 0],
  ]);
}

/** The taps transposed, one below the other in each strip, in scratch memory. */
export function transposeFilter(
  backend: WasmBackend,
  { inChannels, outChannels, filterSide }: WinogradSizes,
  filter: number,
): number {
  return packFilter(backend, {
    ...{ filter, filterWidth: filterSide, countY: filterSide, countX: filterSide },
    ...{ tapRows: inChannels, tapColumns: outChannels, transposed: true },
  });
}

/** A group of Vᵀ's strips, in scratch memory: the phases side by side. */
export function transposedFilterPoints(
  backend: WasmBackend,
  { inChannels, outChannels, filterSide, stride, taps }: WinogradSizes,
  transposed: number,
  { first, strips }: StripGroup,
): number {
  const bytes = WINOGRAD_SQUARE * (strips * outChannels + 1) * 64;
  const stripBytes = filterSide * filterSide * outChannels * 64;
  return transformFilter(backend, { filter: transposed, bytes, tasks: strips }, [
    ...[outChannels * 64, 64, stripBytes, filterSide, stride, taps],
    ...[outChannels, inChannels / 16, first, strips, 1],
  ]);
}

/** `fields` are those of `FilterPointsArgs` behind the scratch memory. */
function transformFilter(
  backend: WasmBackend,
  { filter, bytes, tasks }: { filter: number; bytes: number; tasks: number },
  fields: number[],
): number {
  const address = backend.scratch(bytes);
  backend.withScratch(() => {
    const scratch = backend.scratch(WORK_BYTES * backend.threads);
    const places = [filter, address, scratch, WORK_BYTES];
    backend.call("winogradFilter", tasks, [...places, ...fields]);
  });
  return address;
}
