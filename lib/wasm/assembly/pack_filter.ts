// A filter as the right-hand matrix of a product, in strips.
//
// Row k = (j, i, r) and column q of that matrix come from tap (y, x) of the filter,
//
//     y = firstY + j · stepY,   x = firstX + i · stepX,
//
// where tap (y, x) is the row-major matrix of `tapRows` × `tapColumns` floats at index
// y · filterWidth + x. Transposed, q is the tap's row and r its column; else r is the
// row and q the column. Rows past the last tap, up to a multiple of 16, are zeros.
//
// Task t packs tap t / strips of strip t % strips.
import { cutStrips, cutTransposedStrip, STRIP_ROW, stripsFor, zeroFloats } from "./strips";

@unmanaged
class PackFilterArgs {
  filter: usize;
  strips: usize;
  filterWidth: i32;
  tapRows: i32;
  tapColumns: i32;
  countY: i32;
  countX: i32;
  firstY: i32;
  firstX: i32;
  stepY: i32;
  stepX: i32;
  transposed: i32;
}

/** Packs one tap's part of one strip. */
export function packFilter(args: usize, task: i32, thread: i32): void {
  const a = changetype<PackFilterArgs>(args);
  const rows = a.transposed ? a.tapColumns : a.tapRows;
  const columns = a.transposed ? a.tapRows : a.tapColumns;
  const taps = a.countY * a.countX;
  const height = stripsFor(taps * rows) << 4;
  const tap = task / stripsFor(columns);
  const strip = task % stripsFor(columns);
  const y = a.firstY + (tap / a.countX) * a.stepY;
  const x = a.firstX + (tap % a.countX) * a.stepX;
  const rowBytes = <usize>a.tapColumns << 2;
  const source = a.filter + <usize>(y * a.filterWidth + x) * <usize>a.tapRows * rowBytes;
  const target = a.strips + (<usize>strip * height + tap * rows) * STRIP_ROW;
  const count = min(16, columns - strip * 16);
  if (a.transposed) {
    cutTransposedStrip(source + <usize>strip * 16 * rowBytes, rowBytes, rows, count, target);
  } else {
    cutStrips(source + <usize>strip * 64, rowBytes, rows, count, target, 0);
  }
  if (tap == taps - 1) {
    zeroFloats(target + <usize>rows * STRIP_ROW, (height - taps * rows) * 16);
  }
}
