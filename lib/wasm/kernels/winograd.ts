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

/** Points of F(4×4, 2×2). */
const POINTS = 25;

/** Tiles in a block, if an image does not have more. */
const BLOCK_TILES = 64;

/** Images with more tiles than this take the general path: a block is a whole image. */
const MOST_TILES = 256;

/** Fewer tasks than this would leave threads idle at the end of a job. */
const TASKS = 8;

/** Strips of a task's product: as many as a second-level cache holds at all points. */
const MOST_STRIPS = 16;

/** Room for a transform and its squares; `WORK_BYTES` in the assembly. */
const WORK_BYTES = 4096;

/** The forms of the micro-kernels that do one and two steps at a time. */
const microKernels = new FasterForm();

/** The sizes of a convolution that this method can do. */
export interface WinogradSizes {
  batch: number;
  /** Tiles of 4×4 output pixels in an image. */
  tilesDown: number;
  tilesAcross: number;
  inChannels: number;
  outChannels: number;
  /** Images in a block of tiles; the last may have fewer. */
  blockImages: number;
  /** Rows that a strip of a block has room for. */
  stripRows: number;
}

/**
 * The sizes if Winograd's method does this convolution here, else null: a 4×4 filter,
 * stride 2, padding 1 (which is "same" on an even side), sides that are multiples of 8,
 * channels that are multiples of 16.
 *
 * @param info What tfjs makes of a convolution's shapes and attributes.
 */
export function winogradSizes(info: tf.backend_util.Conv2DInfo): WinogradSizes | null {
  const { top, bottom, left, right } = info.padInfo;
  const tilesDown = info.inHeight / 8;
  const tilesAcross = info.inWidth / 8;
  const tiles = tilesDown * tilesAcross;
  const fits = info.filterHeight === 4 && info.filterWidth === 4 &&
    info.strideHeight === 2 && info.strideWidth === 2 &&
    [top, bottom, left, right].every((padding) => padding === 1) &&
    Number.isInteger(tilesDown) && Number.isInteger(tilesAcross) &&
    info.inChannels % 16 === 0 && info.outChannels % 16 === 0 &&
    info.batchSize * tiles * info.inChannels * info.outChannels > 0 &&
    tiles <= MOST_TILES;
  if (!fits) return null;
  const most = Math.max(1, Math.floor(BLOCK_TILES / tiles));
  const blockImages = Math.min(info.batchSize, most);
  return {
    batch: info.batchSize,
    tilesDown,
    tilesAcross,
    inChannels: info.inChannels,
    outChannels: info.outChannels,
    blockImages,
    stripRows: (blockImages * tiles + 1) | 1,
  };
}

/** Addresses of the three tensors of a convolution, or of their gradients. */
export interface WinogradTensors {
  /** `[batch, 8·tilesDown, 8·tilesAcross, inChannels]` */
  input: number;
  /** `[batch, 4·tilesDown, 4·tilesAcross, outChannels]` */
  output: number;
  /** `[4, 4, inChannels, outChannels]` */
  filter: number;
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
  const tapBytes = inChannels * outChannels * 4;
  const filterPoints = transformFilter(backend, [inChannels, outChannels], {
    ...{ filter, tapBytes, rowBytes: outChannels * 4, stripBytes: 64, wide: false },
  });
  const { tasks, taskStrips, scratchBytes } = productTasks(sizes, outChannels / 16);
  const places = { output, inputPoints, filterPoints };
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
    ...{ filter, filterWidth: 4, tapRows: inChannels, tapColumns: outChannels },
    ...{ countY: 4, countX: 4, transposed: true },
  });
  const [tapBytes, stripBytes] = [outChannels * 64, outChannels * 1024];
  const filterPoints = transformFilter(backend, [outChannels, inChannels], {
    ...{ filter: transposed, tapBytes, rowBytes: 64, stripBytes, wide: true },
  });
  const { tasks, taskStrips, scratchBytes } = productTasks(sizes, inChannels / 4);
  const places = { input, outputPoints, filterPoints };
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
  const places = { filter, inputPoints, outputPoints };
  const tasks = Math.ceil(strips / taskStrips);
  microKernels.run(
    multiplications(sizes),
    (twice) =>
      call(backend, "winogradFilterGradient", tasks, {
        ...{ ...sizes, ...places, taskStrips, scratchBytes, twice },
      }),
  );
}

/** U, in scratch memory. */
function transformInput(
  backend: WasmBackend,
  sizes: WinogradSizes,
  input: number,
): number {
  const inputPoints = backend.scratch(pointsBytes(sizes, sizes.inChannels / 4));
  const scratchBytes = WORK_BYTES + sizes.inChannels * 4;
  const places = { input, inputPoints };
  call(backend, "winogradInput", sizes.batch, { ...sizes, ...places, scratchBytes });
  return inputPoints;
}

/** dM, in scratch memory. */
function transformOutput(
  backend: WasmBackend,
  sizes: WinogradSizes,
  output: number,
): number {
  const outputPoints = backend.scratch(pointsBytes(sizes, sizes.outChannels / 16));
  const places = { output, outputPoints, scratchBytes: WORK_BYTES };
  call(backend, "winogradOutput", sizes.batch, { ...sizes, ...places });
  return outputPoints;
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
interface WinogradFields extends WinogradSizes, Partial<WinogradTensors> {
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
