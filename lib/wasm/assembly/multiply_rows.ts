// One strip of a product, tile by tile.
import {
  rowsProduct2,
  rowsProduct2Twice,
  rowsProduct4,
  rowsProduct4Twice,
  rowsProduct6,
  rowsProduct6Twice,
} from "./micro_kernel";
import { STRIP_ROW } from "./strips";

/** Columns of A at a time: such a part of a strip of B is half of an L1 cache. */
export const KBLOCK: i32 = 256;

/**
 * One strip of C (+)= A·B. A has strips of `aHeight` rows, of which `rows` count, and k
 * columns, a multiple of 16; B's strip has k rows.
 *
 * An odd number of rows is rounded up: the block has room, and what stands in its last
 * row is never read.
 */
export function multiplyRows(
  a: usize,
  aHeight: i32,
  rows: i32,
  k: i32,
  b: usize,
  c: usize,
  add: bool,
  twice: bool,
): void {
  const jump = <usize>(aHeight - 1) * STRIP_ROW;
  const strips = k >> 4;
  for (let row = 0; row < rows;) {
    const offset = <usize>row * STRIP_ROW;
    const left = rows - row;
    if (left >= 6) {
      if (twice) rowsProduct6Twice(a + offset, jump, strips, b, c + offset, add);
      else rowsProduct6(a + offset, jump, strips, b, c + offset, add);
      row += 6;
    } else if (left > 2) {
      if (twice) rowsProduct4Twice(a + offset, jump, strips, b, c + offset, add);
      else rowsProduct4(a + offset, jump, strips, b, c + offset, add);
      row += 4;
    } else {
      if (twice) rowsProduct2Twice(a + offset, jump, strips, b, c + offset, add);
      else rowsProduct2(a + offset, jump, strips, b, c + offset, add);
      row += 2;
    }
  }
}
