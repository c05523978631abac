/**
 * Which convolutions Winograd's method does here, and how it cuts them in blocks.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";

/** Points ξ of a square of 5×5. */
export const WINOGRAD_SQUARE = 25;

/** The square's side. */
const SIDE = 5;

/** Tiles in a block, about, if an image does not have more. */
const BLOCK_TILES = 64;

/** Images with more tiles than this take the general path: a block is a whole image. */
const MOST_TILES = 256;

/** Most multiplications, as a part of the direct sum's, for which the method pays. */
const MOST_SHARE = .75;

/** The sizes of a convolution that this method can do. */
export interface WinogradSizes {
  batch: number;
  height: number;
  width: number;
  outHeight: number;
  outWidth: number;
  inChannels: number;
  outChannels: number;
  filterSide: number;
  /** 1 or 2; it has its square as many phases. */
  stride: number;
  padTop: number;
  padLeft: number;
  /** Most taps in a row that a phase has, 2 or 3: tiles have 6 − taps output pixels. */
  taps: number;
  /** Tiles of the output in an image; the last may stick out. */
  tilesDown: number;
  tilesAcross: number;
  /** Images in a block of tiles; the last may have fewer. */
  blockImages: number;
  /** Rows that a strip of a block has room for. */
  stripRows: number;
}

/**
 * The sizes if Winograd's method does this convolution here, else null: a square filter
 * with 2 or 3 taps in a row of each phase of its stride, channels that are multiples of
 * 16, and an output that fills its tiles well enough to save a quarter of the
 * multiplications.
 *
 * @param info What tfjs makes of a convolution's shapes and attributes.
 */
export function winogradSizes(info: tf.backend_util.Conv2DInfo): WinogradSizes | null {
  const { filterHeight: filterSide, strideHeight: stride, padInfo } = info;
  const taps = Math.ceil(filterSide / stride);
  const square = info.filterWidth === filterSide && info.strideWidth === stride;
  if (!square || stride > 2 || taps < 2 || taps > 3) return null;
  const tile = SIDE + 1 - taps;
  const tilesDown = Math.ceil(info.outHeight / tile);
  const tilesAcross = Math.ceil(info.outWidth / tile);
  const tiles = tilesDown * tilesAcross;
  // Every pixel of the input must be in some tile's square, as its gradient is 0 else.
  const reach = (tiles: number) => stride * (tiles * tile + taps - 1);
  const direct = (filterSide * filterSide) * (info.outHeight * info.outWidth);
  const fits = info.inHeight + padInfo.top <= reach(tilesDown) &&
    info.inWidth + padInfo.left <= reach(tilesAcross) &&
    info.inChannels % 16 === 0 && info.outChannels % 16 === 0 &&
    info.batchSize * tiles * info.inChannels * info.outChannels > 0 &&
    tiles <= MOST_TILES &&
    linePoints(info.outHeight, { filterSide, stride }) *
          linePoints(info.outWidth, { filterSide, stride }) <= MOST_SHARE * direct;
  if (!fits) return null;
  const most = Math.max(1, Math.round(BLOCK_TILES / tiles));
  const blockImages = Math.min(info.batchSize, most);
  return {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    inChannels: info.inChannels,
    outChannels: info.outChannels,
    filterSide,
    stride,
    padTop: padInfo.top,
    padLeft: padInfo.left,
    taps,
    tilesDown,
    tilesAcross,
    blockImages,
    stripRows: (blockImages * tiles + 1) | 1,
  };
}

/**
 * Multiplications along one side of an image, for one pair of channels; those of the image
 * are the product of both sides'. A tile has five points for each phase. It needs no ∞ for
 * phases that lack a tap, nor, if it sticks out, for the others.
 *
 * @param pixels Of the output.
 */
export function linePoints(
  pixels: number,
  { filterSide, stride }: Pick<WinogradSizes, "filterSide" | "stride">,
): number {
  const tile = SIDE + 1 - Math.ceil(filterSide / stride);
  const lacking = (stride - filterSide % stride) % stride;
  const sticksOut = pixels % tile > 0;
  return Math.ceil(pixels / tile) * (SIDE * stride - lacking) -
    (sticksOut ? stride - lacking : 0);
}

/** Strips of U: 16 channels of one phase each. */
export function inputStrips({ inChannels, stride }: WinogradSizes): number {
  return stride * stride * inChannels / 16;
}

/** Neighbouring images that are transformed together, in whole blocks. */
export interface WinogradPart {
  /** Where they start in the batch. */
  firstImage: number;
  /** As those of the whole batch, with the number of these images as `batch`. */
  sizes: WinogradSizes;
}

/**
 * Cuts a batch in parts whose points take at most so many bytes, if a block does not
 * take more. They have as many images as one another, but for the last.
 *
 * @param strips Strips of 16 channels that the points have.
 * @param mostBytes Above 0.
 */
export function winogradParts(
  sizes: WinogradSizes,
  strips: number,
  mostBytes: number,
): WinogradPart[] {
  const { batch, blockImages } = sizes;
  const blocks = winogradBlocks(sizes);
  const fitting = Math.floor(mostBytes / blockBytes(sizes, strips));
  const most = Math.max(1, Math.min(blocks, fitting));
  const images = Math.ceil(blocks / Math.ceil(blocks / most)) * blockImages;
  return Array.from({ length: Math.ceil(batch / images) }, (_, part) => ({
    firstImage: part * images,
    sizes: { ...sizes, batch: Math.min(images, batch - part * images) },
  }));
}

/** How many blocks a batch has. */
export function winogradBlocks({ batch, blockImages }: WinogradSizes): number {
  return Math.ceil(batch / blockImages);
}

/** Bytes of one block at all points: see `pointBytes` in the assembly. */
export function blockBytes({ stripRows }: WinogradSizes, strips: number): number {
  return WINOGRAD_SQUARE * (strips * stripRows + 1) * 64;
}

/** V or Vᵀ at one point: its rows, and strips of 16 columns. */
export interface FilterMatrix {
  rows: number;
  strips: number;
}

/** The sizes of V or, transposed, of Vᵀ. */
export function filterMatrix(sizes: WinogradSizes, transposed: boolean): FilterMatrix {
  const [depth, outputs] = [inputStrips(sizes), sizes.outChannels / 16];
  return transposed
    ? { rows: outputs * 16, strips: depth }
    : { rows: depth * 16, strips: outputs };
}

/** Bytes of so many strips of V at all points: see `filterPointBytes` in the assembly. */
export function filterBytes(strips: number, rows: number): number {
  return WINOGRAD_SQUARE * (strips * rows + 1) * 64;
}
