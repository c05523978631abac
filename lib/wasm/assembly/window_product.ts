// The product of patches and a packed filter:
//
//     y[n, j, i, q] = Σₖ patch[(n, j, i), k] · filter[k, q].
//
// A convolution is this with the output's pixels as the grid. Its input gradient, which
// is also the transposed convolution, is this once for every phase of the stride (see
// kernels/conv2d_backprop_input.ts). A matrix product is this with a window of 1×1.
//
// Grid position (j, i) goes to pixel (j · outStepY + outOffsetY, i · outStepX + outOffsetX)
// of the output.
//
// Task t has `blockRows` rows of patches and `blockStrips` strips of columns. For
// KBLOCK columns of patches at a time, it cuts them in strips and adds their product to a
// block that stays in the cache; at the end it writes the block to the output.
import { KBLOCK, multiplyRows } from "./multiply";
import { cutPatches, Windows } from "./patches";
import { copyFloats, STRIP_ROW, stripsFor, zeroFloats } from "./strips";

@unmanaged
class WindowProductArgs extends Windows {
  filter: usize;
  output: usize;
  /** Per thread: KBLOCK · blockRows floats, then 16 · blockStrips · blockRows. */
  scratch: usize;
  scratchBytes: usize;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  outStepY: i32;
  outStepX: i32;
  outOffsetY: i32;
  outOffsetX: i32;
  /** Even. */
  blockRows: i32;
  blockStrips: i32;
  /** Whether the narrow micro-kernels are the faster ones. */
  narrow: i32;
}

/** Computes one block of the output. */
export function windowProduct(args: usize, task: i32, thread: i32): void {
  const a = changetype<WindowProductArgs>(args);
  const columnBlocks = (stripsFor(a.outChannels) + a.blockStrips - 1) / a.blockStrips;
  const first = (task / columnBlocks) * a.blockRows;
  const strip = (task % columnBlocks) * a.blockStrips;
  const rows = min(a.blockRows, a.batch * a.gridHeight * a.gridWidth - first);
  const strips = min(a.blockStrips, stripsFor(a.outChannels) - strip);
  const height = stripsFor(a.windowHeight * a.windowWidth * a.channels) << 4;
  const patches = a.scratch + <usize>thread * a.scratchBytes;
  const block = patches + <usize>a.blockRows * KBLOCK * 4;
  const filter = a.filter + <usize>strip * height * STRIP_ROW;
  if (height == 0) zeroFloats(block, strips * a.blockRows * 16);
  for (let k = 0; k < height; k += KBLOCK) {
    const end = min(height, k + KBLOCK);
    cutPatches(a, first, rows, k, end, patches, a.blockRows);
    for (let s = 0; s < strips; s++) {
      multiplyRows(
        patches,
        a.blockRows,
        rows,
        end - k,
        filter + (<usize>s * height + k) * STRIP_ROW,
        block + <usize>s * a.blockRows * STRIP_ROW,
        k > 0,
        a.narrow != 0,
      );
    }
  }
  writeBlock(a, first, rows, strip, block);
}

/** Writes the block's rows to their pixels of the output. */
function writeBlock(a: WindowProductArgs, first: i32, rows: i32, strip: i32, block: usize): void {
  const stripBytes = <usize>a.blockRows * STRIP_ROW;
  const start = strip * 16;
  const end = min(a.outChannels, start + a.blockStrips * 16);
  let i = first % a.gridWidth;
  let j = (first / a.gridWidth) % a.gridHeight;
  let n = first / a.gridWidth / a.gridHeight;
  for (let row = 0; row < rows; row++) {
    const y = j * a.outStepY + a.outOffsetY;
    const x = i * a.outStepX + a.outOffsetX;
    const pixel = (n * a.outHeight + y) * a.outWidth + x;
    let from = block + <usize>row * STRIP_ROW;
    let to = a.output + ((<usize>pixel * a.outChannels + start) << 2);
    for (let column = start; column < end; column += 16) {
      copyFloats(from, to, min(16, end - column));
      from += stripBytes;
      to += 64;
    }
    if (++i == a.gridWidth) {
      i = 0;
      if (++j == a.gridHeight) {
        j = 0;
        n++;
      }
    }
  }
}
