// One strip of a product, tile by tile.
import {
  columnsProduct4,
  columnsProduct4Narrow,
  columnsProduct6,
  rowsProduct2,
  rowsProduct2Narrow,
  rowsProduct4,
  rowsProduct6,
} from "./micro_kernel";
import { STRIP_ROW } from "./strips";

/** Columns of A at a time: such a part of a strip of B is half of an L1 cache. */
export const KBLOCK: i32 = 256;

/**
 * One strip of C (+)= A·B. A has strips of `aHeight` rows, of which `rows` count, and k
 * columns, a multiple of 16; B's strip has k rows.
 *
 * An odd number of rows is rounded up: the block has room, and what stands in its last
 * row is never read. `narrow` chooses the form of the micro-kernels, not the result.
 */
export function multiplyRows(
  a: usize,
  aHeight: i32,
  rows: i32,
  k: i32,
  b: usize,
  c: usize,
  add: bool,
  narrow: bool,
): void {
  const jump = <usize>(aHeight - 1) * STRIP_ROW;
  const strips = k >> 4;
  for (let row = 0; row < rows;) {
    const offset = <usize>row * STRIP_ROW;
    const left = rows - row;
    if (narrow || left <= 2) {
      if (narrow) rowsProduct2Narrow(a + offset, jump, strips, b, c + offset, add);
      else rowsProduct2(a + offset, jump, strips, b, c + offset, add);
      row += 2;
    } else if (left >= 6) {
      rowsProduct6(a + offset, jump, strips, b, c + offset, add);
      row += 6;
    } else {
      rowsProduct4(a + offset, jump, strips, b, c + offset, add);
      row += 4;
    }
  }
}

/** 16×16 floats of C (+)= Aᵀ·B: A and B are strips of `rows` rows, at least one. */
export function multiplyColumns(
  a: usize,
  rows: i32,
  b: usize,
  c: usize,
  add: bool,
  narrow: bool,
): void {
  if (narrow) {
    for (let column: usize = 0; column < 16; column += 4) {
      const from = a + (column << 2);
      const to = c + column * STRIP_ROW;
      columnsProduct4Narrow(from, rows, b, to, add);
      columnsProduct4Narrow(from, rows, b + 32, to + 32, add);
    }
    return;
  }
  columnsProduct6(a, rows, b, c, add);
  columnsProduct6(a + 24, rows, b, c + 6 * STRIP_ROW, add);
  columnsProduct4(a + 48, rows, b, c + 12 * STRIP_ROW, add);
}
