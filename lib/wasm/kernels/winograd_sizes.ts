/**
 * Which convolutions Winograd's method does here, and how it cuts them in blocks.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";

/** Points ξ of F(4×4, 2×2). */
export const WINOGRAD_SQUARE = 25;

/** Tiles in a block, if an image does not have more. */
const BLOCK_TILES = 64;

/** Images with more tiles than this take the general path: a block is a whole image. */
const MOST_TILES = 256;

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

/** Neighbouring strips of V. */
export interface StripGroup {
  first: number;
  strips: number;
}

/**
 * Cuts V's strips in groups of at most so many bytes, if a strip does not take more.
 *
 * @param strips How many strips there are, at least 1.
 * @param rows Rows of a strip.
 * @param mostBytes Above 0.
 */
export function stripGroups(
  strips: number,
  rows: number,
  mostBytes: number,
): StripGroup[] {
  const most = Math.max(1, Math.floor(mostBytes / (WINOGRAD_SQUARE * rows * 64)));
  const count = Math.ceil(strips / Math.ceil(strips / most));
  return Array.from({ length: Math.ceil(strips / count) }, (_, group) => ({
    first: group * count,
    strips: Math.min(count, strips - group * count),
  }));
}
