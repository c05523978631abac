// Strips: the layout of every matrix that enters a product.
//
// A matrix of R rows and Q columns is cut in strips of 16 columns:
//
//     strips[⌈Q / 16⌉][R][16]
//
// so a row of a strip is one cache line, and neighbouring rows are neighbours in memory.
// The columns past Q are zeros. Rows may be padded with zeros too.

/** Bytes of one row of a strip. */
export const STRIP_ROW: usize = 64;

/** How many strips hold so many columns. */
@inline
export function stripsFor(columns: i32): i32 {
  return (columns + 15) >> 4;
}

/** Copies `count` floats; four at a time, then one at a time. */
export function copyFloats(from: usize, to: usize, count: i32): void {
  const end = to + (<usize>count << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** Sets `count` floats to 0. */
export function zeroFloats(to: usize, count: i32): void {
  memory.fill(to, 0, <usize>count << 2);
}

/**
 * Cuts a row-major matrix in strips.
 *
 * `rowBytes` is the distance of its rows; `height` that of the strips, in rows, and rows
 * from `rows` on are left as they are.
 */
export function cutStrips(
  from: usize,
  rowBytes: usize,
  rows: i32,
  columns: i32,
  to: usize,
  height: i32,
): void {
  const stripBytes = <usize>height * STRIP_ROW;
  for (let column = 0; column < columns; column += 16) {
    const count = min(16, columns - column);
    let source = from + (<usize>column << 2);
    let target = to;
    if (count == 16) {
      for (let row = 0; row < rows; row++) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
        v128.store(target, v128.load(source, 32), 32);
        v128.store(target, v128.load(source, 48), 48);
        source += rowBytes;
        target += STRIP_ROW;
      }
    } else {
      for (let row = 0; row < rows; row++) {
        copyFloats(source, target, count);
        zeroFloats(target + (<usize>count << 2), 16 - count);
        source += rowBytes;
        target += STRIP_ROW;
      }
    }
    to += stripBytes;
  }
}

/**
 * Cuts the transpose of a row-major matrix in strips: strip column q, row r comes from
 * row q, column r. Here `rows` and `columns` are the transpose's.
 */
export function cutTransposedStrip(
  from: usize,
  rowBytes: usize,
  rows: i32,
  columns: i32,
  to: usize,
): void {
  let row = 0;
  if (columns == 16) {
    for (; row + 4 <= rows; row += 4) {
      const target = to + <usize>row * STRIP_ROW;
      for (let column = 0; column < 16; column += 4) {
        transpose4(
          from + <usize>column * rowBytes + (<usize>row << 2),
          rowBytes,
          target + (<usize>column << 2),
        );
      }
    }
  }
  for (; row < rows; row++) {
    const target = to + <usize>row * STRIP_ROW;
    const source = from + (<usize>row << 2);
    for (let column = 0; column < columns; column++) {
      store<f32>(target + (<usize>column << 2), load<f32>(source + <usize>column * rowBytes));
    }
    zeroFloats(target + (<usize>columns << 2), 16 - columns);
  }
}

/** Transposes 4×4 floats into rows of a strip. */
function transpose4(from: usize, rowBytes: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + rowBytes);
  const c = v128.load(from + 2 * rowBytes);
  const d = v128.load(from + 3 * rowBytes);
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7), 64);
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 128);
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 192);
}
