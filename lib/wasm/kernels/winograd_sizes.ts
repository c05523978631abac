/**
 * Which convolutions Winograd's method does here, and how it cuts them in blocks.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";

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
