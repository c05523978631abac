// Winograd's convolution of a 4×4 filter with stride 2 and padding 1, by phases.
//
// The input's pixels with row ≡ py − 1 and column ≡ px − 1 (mod 2) are its phase (py, px).
// Tap (v, u) only ever meets phase (v mod 2, u mod 2). So the convolution is the sum of
// four, one a phase, each with a 2×2 filter and stride 1; and that is one convolution of
// four times as many channels (Dumoulin and Visin 2016, chapter 4, show the phases of a
// stride as zeros between pixels, https://arxiv.org/abs/1603.07285).
//
// The output is cut in tiles of 4×4 pixels, for which a phase of the input gives 5×5,
// with one row and one column of overlap. Winograd's F(4×4, 2×2) (Lavin and Gray 2015,
// https://arxiv.org/abs/1509.09308) takes each square to 25 points ξ,
//
//     U = Bᵀ d B,   V = G g Gᵀ,   dM = A dY Aᵀ
//
// and what was a convolution is, at each point, a product of matrices with a row a tile:
//
//     forward           Y  = Aᵀ (U · V) A                [tiles, 4·in] · [4·in, out]
//     input gradient    dx = overlap-add of B (dM · Vᵀ) Bᵀ    [tiles, out] · [out, 4·in]
//     filter gradient   dg = Gᵀ (Uᵀ · dM) G              [4·in, tiles] · [tiles, out]
//
// with 25 multiplications where the direct sums have 64.
//
// U and dM stand in blocks of whole images, in the order [block][ξ][strip][tile][16],
// where a strip is 16 channels; U's strips are those of phase 0, then phase 1, 2, 3. So
// at each point a block is a matrix in strips, as the micro-kernels take it (strips.ts).
// Images of a block are neighbours, tiles go row by row. V stands as [ξ][strip][row][16].
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
  /** x or its gradient, `[batch, 8·tilesDown, 8·tilesAcross, inChannels]`. */
  input: usize;
  /** y or its gradient, `[batch, 4·tilesDown, 4·tilesAcross, outChannels]`. */
  output: usize;
  /** The gradient of the filter, `[4, 4, inChannels, outChannels]`. */
  filter: usize;
  /** U. */
  inputPoints: usize;
  /** dM. */
  outputPoints: usize;
  /** V, or for the input gradient its transpose. */
  filterPoints: usize;
  /** Uᵀ · dM so far, of all tasks. */
  sums: usize;
  scratch: usize;
  /** Of each thread. */
  scratchBytes: usize;
  batch: i32;
  tilesDown: i32;
  tilesAcross: i32;
  inChannels: i32;
  outChannels: i32;
  /** Images in a block; the last may have fewer. */
  blockImages: i32;
  /** Rows of a strip: odd, and at least one more than a block has tiles. */
  stripRows: i32;
  /** The strips of the product's columns that V has here. */
  firstStrip: i32;
  groupStrips: i32;
  /** Strips of them in a task. */
  taskStrips: i32;
  /** Whether these images are the first of the batch, and whether they are the last. */
  firstPart: i32;
  lastPart: i32;
  /** Whether the narrow micro-kernels are the faster ones. */
  narrow: i32;
}

/** How many tiles an image has. */
@inline
export function tilesOf(a: Winograd): i32 {
  return a.tilesDown * a.tilesAcross;
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
