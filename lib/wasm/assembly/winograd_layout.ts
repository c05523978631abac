// Winograd's convolution, of a stride of 1 or 2, by phases.
//
// With stride s and padding p, the input's pixels with row ≡ py − p and column ≡ px − p
// (mod s) are its phase (py, px). Tap (v, u) of the filter only ever meets phase
// (v mod s, u mod s). So the convolution is the sum of s², one a phase, each with stride
// 1 and every s-th tap; and that is one convolution of s² times as many channels
// (Dumoulin and Visin 2016, chapter 4, show the phases of a stride as zeros between
// pixels, https://arxiv.org/abs/1603.07285). A phase has `taps` = ⌈k / s⌉ taps in a row,
// 2 or 3, of a filter with k.
//
// The output is cut in tiles of m×m pixels, m = 6 − taps, for which a phase of the input
// gives 5×5, with taps − 1 rows and columns of overlap. Winograd's F(m×m, taps×taps)
// (Lavin and Gray 2015, https://arxiv.org/abs/1509.09308) takes each square to 25 points ξ,
//
//     U = Bᵀ d B,   V = G g Gᵀ,   dM = A dY Aᵀ
//
// and what was a convolution is, at each point, a product of matrices with a row a tile:
//
//     forward           Y  = Aᵀ (U · V) A                 [tiles, s²·in] · [s²·in, out]
//     input gradient    dx = overlap-add of B (dM · Vᵀ) Bᵀ     [tiles, out] · [out, s²·in]
//     filter gradient   dg = Gᵀ (Uᵀ · dM) G               [s²·in, tiles] · [tiles, out]
//
// Multiplications of a tile, and those of the direct sums:
//
//     k = 4, s = 2    F(4×4, 2×2)    4 · 25 of 256
//     k = 3, s = 2    F(4×4, 2×2)        81 of 144
//     k = 3, s = 1    F(3×3, 3×3)        25 of  81
//
// If s does not divide k, the odd rows and columns of phases lack the last tap. With g's
// last tap 0, V is 0 at the point ∞, in the last row or column of the 5×5: nothing is
// multiplied there. Phases go (0, 1), (0, 0), (1, 0), (1, 1), so that those that a point
// needs are neighbours.
//
// Tiles may stick out of the image. What is outside is read as zeros and not written. In
// Aᵀ the point ∞ counts for a tile's last pixel alone: where that is outside, nothing is
// multiplied at ∞, and of the 5×5 points 5×4, 4×5 or 4×4 are left. Tiles of a block go
// in four groups: those that stick out across, those that do not stick out, those that
// stick out down, those that do both. So, here too, those that a point needs are
// neighbours. Two tiles of 4 in a row for 7 pixels take 9 points, not 10.
//
// U and dM stand in blocks of whole images, in the order [block][ξ][strip][tile][16],
// where a strip is 16 channels; U's strips are those of the first phase, then the second,
// and so on. So at each point a block is a matrix in strips, as the micro-kernels take it
// (strips.ts). Images of a block are neighbours, and in each group tiles go image by
// image and row by row. V stands as [ξ][strip][row][16].
//
// Points are one cache line further apart than they need to be and strips have an odd
// number of rows: powers of two would all fall on the same few lines of a cache.
import { STRIP_ROW } from "./strips";

/** Points ξ of a square. */
export const POINTS: i32 = 25;

/** Their rows, and those of an input's tile in one phase. */
export const SIDE: i32 = 5;

/** What all of these kernels get; each uses a part. */
@unmanaged
export class Winograd {
  /** x or its gradient, `[batch, height, width, inChannels]`. */
  input: usize;
  /** y or its gradient, `[batch, outHeight, outWidth, outChannels]`. */
  output: usize;
  /**
   * The filter in strips, `[strip][filterSide][filterSide][row][16]`, or its gradient,
   * `[filterSide, filterSide, inChannels, outChannels]`.
   */
  filter: usize;
  /** U. */
  inputPoints: usize;
  /** dM. */
  outputPoints: usize;
  /** V or Vᵀ; 0 if each task computes its own strips of it. */
  filterPoints: usize;
  /** Uᵀ · dM so far: `[ξ][strip of U][strip of dM][16][16]`. */
  sums: usize;
  scratch: usize;
  /** Of each thread. */
  scratchBytes: usize;
  batch: i32;
  height: i32;
  width: i32;
  outHeight: i32;
  outWidth: i32;
  inChannels: i32;
  outChannels: i32;
  filterSide: i32;
  /** 1 or 2. */
  stride: i32;
  padTop: i32;
  padLeft: i32;
  /** ⌈filterSide / stride⌉, 2 or 3. */
  taps: i32;
  tilesDown: i32;
  tilesAcross: i32;
  /** Images in a block; the last may have fewer. */
  blockImages: i32;
  /** Rows of a strip: odd, and at least one more than a block has tiles. */
  stripRows: i32;
  /** Whether the filter is transposed, for the input gradient: Vᵀ in place of V. */
  transposed: i32;
  /** Strips of V or U in a task. */
  taskStrips: i32;
  /** Whether these images are the first of the batch. */
  firstPart: i32;
  /** Whether the narrow micro-kernels are the faster ones. */
  narrow: i32;
}

/** m: rows of a tile of the output. */
@inline
export function tileSide(a: Winograd): i32 {
  return SIDE + 1 - a.taps;
}

/** How many tiles an image has. */
@inline
export function tilesOf(a: Winograd): i32 {
  return a.tilesDown * a.tilesAcross;
}

/** Tiles in a column of an image that do not stick out of it. */
@inline
export function wholeDown(a: Winograd): i32 {
  return a.outHeight / tileSide(a);
}

/** Tiles in a row that do not. */
@inline
export function wholeAcross(a: Winograd): i32 {
  return a.outWidth / tileSide(a);
}

/** Where, in a block of `images` images, the tiles that do not stick out start. */
@inline
export function firstWhole(a: Winograd, images: i32): i32 {
  return images * wholeDown(a) * (a.tilesAcross - wholeAcross(a));
}

/** Where they end. */
@inline
export function endWhole(a: Winograd, images: i32): i32 {
  return images * wholeDown(a) * a.tilesAcross;
}

/** Where tile (tileY, tileX) of image `n` stands in a block of `images` images. */
@inline
export function tileRow(a: Winograd, images: i32, n: i32, tileY: i32, tileX: i32): i32 {
  const down = wholeDown(a);
  const across = wholeAcross(a);
  if (tileY < down) {
    if (tileX == across) return n * down + tileY;
    return firstWhole(a, images) + (n * down + tileY) * across + tileX;
  }
  if (tileX == across) return images * (tilesOf(a) - 1) + n;
  return endWhole(a, images) + n * across + tileX;
}

/** The first tile that point `xi` needs: with ∞ in the column, none that sticks out across. */
@inline
export function firstTile(a: Winograd, images: i32, xi: i32): i32 {
  return xi % SIDE == SIDE - 1 ? firstWhole(a, images) : 0;
}

/** The tile after the last; with ∞ in the row, none that sticks out down. */
@inline
export function endTile(a: Winograd, images: i32, xi: i32): i32 {
  if (xi >= POINTS - SIDE) return endWhole(a, images);
  const both = (a.tilesDown - wholeDown(a)) * (a.tilesAcross - wholeAcross(a));
  return images * (xi % SIDE == SIDE - 1 ? tilesOf(a) - both : tilesOf(a));
}

/** How many phases a stride makes. */
@inline
export function phasesOf(stride: i32): i32 {
  return stride * stride;
}

/** py of a phase: 0, 0, 1, 1. */
@inline
export function phaseRow(phase: i32, stride: i32): i32 {
  return stride == 1 ? 0 : phase >> 1;
}

/** px of a phase: 1, 0, 0, 1. */
@inline
export function phaseColumn(phase: i32, stride: i32): i32 {
  return stride == 1 ? 0 : 1 ^ (((phase + 1) >> 1) & 1);
}

/** The first phase that point `xi` needs: with ∞ in the column, those of px = 0. */
@inline
export function firstPhase(a: Winograd, xi: i32): i32 {
  return a.filterSide % a.stride > 0 && xi % SIDE == SIDE - 1 ? 1 : 0;
}

/** The phase after the last that point `xi` needs; with ∞ in the row, those of py = 0. */
@inline
export function endPhase(a: Winograd, xi: i32): i32 {
  if (a.filterSide % a.stride == 0) return phasesOf(a.stride);
  return xi >= POINTS - SIDE ? 2 : xi % SIDE == SIDE - 1 ? 3 : 4;
}

/** Rows of V or Vᵀ at a point. */
@inline
export function filterRows(a: Winograd): i32 {
  return a.transposed ? a.outChannels : phasesOf(a.stride) * a.inChannels;
}

/** Their columns. */
@inline
export function filterColumns(a: Winograd): i32 {
  return a.transposed ? phasesOf(a.stride) * a.inChannels : a.outChannels;
}

/** How many blocks the images make. */
@inline
export function blocksOf(a: Winograd): i32 {
  return (a.batch + a.blockImages - 1) / a.blockImages;
}

/** How many images block `block` has. */
@inline
export function imagesOf(a: Winograd, block: i32): i32 {
  return min(a.blockImages, a.batch - block * a.blockImages);
}

/** Bytes from one strip to the next. */
@inline
export function stripBytes(a: Winograd): usize {
  return <usize>a.stripRows * STRIP_ROW;
}

/** Bytes from one point to the next, of a block with `strips` strips. */
@inline
export function pointBytes(a: Winograd, strips: i32): usize {
  return <usize>strips * stripBytes(a) + STRIP_ROW;
}

/** Bytes from one point to the next, of V with so many strips and rows. */
@inline
export function filterPointBytes(strips: i32, rows: i32): usize {
  return (<usize>strips * rows + 1) * STRIP_ROW;
}

/** This thread's part of the scratch memory. */
@inline
export function scratchOf(a: Winograd, thread: i32): usize {
  return a.scratch + <usize>thread * a.scratchBytes;
}
