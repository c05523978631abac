/**
 * The three products that all convolutions and matrix products are made of.
 *
 * @module
 */

import type { WasmBackend } from "../backend.ts";
import { microKernelForm } from "./micro_kernel_form.ts";

/** A window that slides over images: see `assembly/patches.ts`. */
export interface Windows {
  /** Address of the images, `[batch, height, width, channels]`. */
  image: number;
  batch: number;
  height: number;
  width: number;
  channels: number;
  windowHeight: number;
  windowWidth: number;
  /** From one position of the window to the next, in pixels. */
  stepY: number;
  stepX: number;
  /** Where the window stands first: negative if the image is padded. */
  offsetY: number;
  offsetX: number;
  /** How many positions the window has. */
  gridHeight: number;
  gridWidth: number;
}

/** Where the results of the window's positions go. */
export interface WindowOutput {
  /** Address of the images, `[batch, height, width, channels]`. */
  address: number;
  height: number;
  width: number;
  channels: number;
  /** From one position's pixel to the next one's; 1 by default. */
  stepY?: number;
  stepX?: number;
  /** The first position's pixel; 0 by default. */
  offsetY?: number;
  offsetX?: number;
}

/** A filter's taps as rows of a matrix: see `assembly/pack_filter.ts`. */
export interface FilterTaps {
  /** Address of the filter, `[…, filterWidth, tapRows, tapColumns]`. */
  filter: number;
  filterWidth: number;
  tapRows: number;
  tapColumns: number;
  /** How many taps are taken. */
  countY: number;
  countX: number;
  /** The first of them, and how far it is to the next; 0 and 1 by default. */
  firstY?: number;
  firstX?: number;
  stepY?: number;
  stepX?: number;
  /** Whether each tap is transposed. */
  transposed?: boolean;
}

/** Columns of patches at a time; `KBLOCK` in `assembly/multiply.ts`. */
const COLUMNS_AT_A_TIME = 256;

/** Rows and strips of a task of the product: what a second-level cache holds. */
const PRODUCT_ROWS = 192;
const PRODUCT_STRIPS = 16;

/** Rows at a time of the other products, and 16×16 tiles of sums in a gradient's task. */
const GRADIENT_ROWS = 128;
const GRADIENT_TILES = 256;

/** Fewer tasks than this would leave threads idle at the end of a job. */
const TASKS = 16;

/** Floats in a task that adds parts. */
const SUM_CHUNK = 16384;

/**
 * Cuts a filter in strips, as the right-hand matrix of {@link windowProduct}.
 *
 * @returns Its address, in scratch memory.
 */
export function packFilter(backend: WasmBackend, taps: FilterTaps): number {
  const { transposed = false, tapRows, tapColumns, countY, countX } = taps;
  const [rows, columns] = transposed ? [tapColumns, tapRows] : [tapRows, tapColumns];
  const height = strips(countY * countX * rows) * 16;
  const address = backend.scratch(strips(columns) * height * 64);
  backend.call("packFilter", strips(columns) * countY * countX, [
    ...[taps.filter, address, taps.filterWidth, tapRows, tapColumns, countY, countX],
    ...[taps.firstY ?? 0, taps.firstX ?? 0, taps.stepY ?? 1, taps.stepX ?? 1],
    Number(transposed),
  ]);
  return address;
}

/**
 * Multiplies patches by a filter: y[n, j, i, q] = Σₖ patch[(n, j, i), k] · filter[k, q].
 *
 * @param windows The patches: one for each position of the window.
 * @param filter What {@link packFilter} returned, with a row for each column of a patch.
 * @param output Where position (j, i) writes its `channels` values; the image must have
 * that pixel.
 */
export function windowProduct(
  backend: WasmBackend,
  windows: Windows,
  filter: number,
  output: WindowOutput,
): void {
  const rows = windows.batch * windows.gridHeight * windows.gridWidth;
  if (rows === 0) return;
  const rowBlocks = Math.ceil(rows / PRODUCT_ROWS);
  const blockRows = Math.ceil(rows / rowBlocks / 6) * 6;
  const columnBlocks = Math.max(
    Math.ceil(strips(output.channels) / PRODUCT_STRIPS),
    Math.min(Math.ceil(strips(output.channels) / 4), Math.ceil(TASKS / rowBlocks)),
  );
  const blockStrips = Math.ceil(strips(output.channels) / columnBlocks);
  const scratchBytes = blockRows * (COLUMNS_AT_A_TIME * 4 + blockStrips * 64);
  const tasks = Math.ceil(rows / blockRows) *
    Math.ceil(strips(output.channels) / blockStrips);
  const integers = [
    ...windowFields(windows),
    ...[filter, output.address],
    ...[backend.scratch(scratchBytes * backend.threads), scratchBytes],
    ...[output.height, output.width, output.channels],
    ...[output.stepY ?? 1, output.stepX ?? 1, output.offsetY ?? 0, output.offsetX ?? 0],
    ...[blockRows, blockStrips, microKernelForm(backend)],
  ];
  backend.call("windowProduct", tasks, integers);
}

/**
 * Multiplies transposed patches: result[k, q] = Σᵣ patch[r, k] · right[r, q].
 *
 * @param windows The patches: one for each position of the window.
 * @param right Address of a row-major matrix with a row for each position.
 * @param rightColumns Its columns.
 * @param result Address of the result: a row for each column of a patch.
 */
export function windowGradient(
  backend: WasmBackend,
  windows: Windows,
  right: number,
  rightColumns: number,
  result: number,
): void {
  const rows = windows.batch * windows.gridHeight * windows.gridWidth;
  const columns = patchColumns(windows);
  const count = columns * rightColumns;
  if (rows === 0) backend.floats(result, count).fill(0);
  if (rows === 0 || count === 0) return;
  const taskColumns = Math.min(strips(rightColumns), 32);
  const most = Math.min(32, Math.floor(GRADIENT_TILES / taskColumns));
  const taskStrips = Math.ceil(strips(columns) / Math.ceil(strips(columns) / most));
  const tiles = Math.ceil(strips(columns) / taskStrips) *
    Math.ceil(strips(rightColumns) / taskColumns);
  const parts = Math.min(Math.ceil(rows / GRADIENT_ROWS), Math.ceil(TASKS / tiles));
  const sums = parts === 1 ? result : backend.scratch(parts * count * 4);
  const scratchBytes = GRADIENT_ROWS * (taskStrips + taskColumns) * 64 +
    taskStrips * taskColumns * 1024;
  const integers = [
    ...windowFields(windows),
    ...[right, sums, backend.scratch(scratchBytes * backend.threads), scratchBytes],
    ...[rightColumns, taskStrips, taskColumns, GRADIENT_ROWS, parts],
    microKernelForm(backend),
  ];
  backend.call("windowGradient", tiles * parts, integers);
  if (parts === 1) return;
  const sumIntegers = [sums, result, count, parts, SUM_CHUNK];
  backend.call("sumParts", Math.ceil(count / SUM_CHUNK), sumIntegers);
}

/** Columns of the matrix of patches. */
function patchColumns(windows: Windows): number {
  return windows.windowHeight * windows.windowWidth * windows.channels;
}

/**
 * Multiplies a matrix with a row for every position of a window by a filter, and adds
 * each row to the pixels that the window sees there:
 *
 *     image[pixel (y, x) of window r, c] += Σₖ left[r, k] · filter[k, (y, x, c)]
 *
 * @param windows `image` is the result; what it held is overwritten.
 * @param left Address of the matrix, row-major.
 * @param leftColumns Its columns.
 * @param filter What {@link packFilter} returned, with a row for each of them.
 */
export function scatterProduct(
  backend: WasmBackend,
  windows: Windows,
  left: number,
  leftColumns: number,
  filter: number,
): void {
  const columns = strips(patchColumns(windows));
  const scratchBytes = GRADIENT_ROWS * (COLUMNS_AT_A_TIME * 4 + columns * 64);
  const integers = [
    ...windowFields(windows),
    ...[left, filter, backend.scratch(scratchBytes * backend.threads), scratchBytes],
    ...[leftColumns, GRADIENT_ROWS, microKernelForm(backend)],
  ];
  backend.call("scatterProduct", windows.batch, integers);
}

/** How many strips of 16 hold so many columns. */
function strips(columns: number): number {
  return Math.ceil(columns / 16);
}

/** The fields of `Windows` in the order of `assembly/patches.ts`. */
function windowFields(windows: Windows): number[] {
  return [
    ...[windows.image, windows.batch, windows.height, windows.width, windows.channels],
    ...[windows.windowHeight, windows.windowWidth, windows.stepY, windows.stepX],
    ...[windows.offsetY, windows.offsetX, windows.gridHeight, windows.gridWidth],
  ];
}
