// Patches: what a sliding window sees, as the rows of a matrix.
//
// The window has `windowHeight` × `windowWidth` pixels of an NHWC image. Row r belongs
// to the position (n, j, i) of the window on its grid,
//
//     r = (n · gridHeight + j) · gridWidth + i,
//
// where its first pixel is (j · stepY + offsetY, i · stepX + offsetX). Column k is
//
//     k = (y · windowWidth + x) · channels + c,
//
// pixel (y, x) of the window. Pixels outside of the image are zeros, and so are the
// columns past the last, up to a multiple of 16. One row of the window is a run of
// `windowWidth · channels` neighbouring floats, in the matrix and in the image.
import { STRIP_ROW } from "./strips";

/** The first fields of every kernel's arguments that has patches. */
@unmanaged
export class Windows {
  image: usize;
  batch: i32;
  height: i32;
  width: i32;
  channels: i32;
  windowHeight: i32;
  windowWidth: i32;
  stepY: i32;
  stepX: i32;
  offsetY: i32;
  offsetX: i32;
  gridHeight: i32;
  gridWidth: i32;
}

/**
 * Writes columns `k0` to `k1` (multiples of 16) of `rows` rows of the matrix from row
 * `first` on, in strips of `height` rows.
 */
export function cutPatches(
  w: Windows,
  first: i32,
  rows: i32,
  k0: i32,
  k1: i32,
  strips: usize,
  height: i32,
): void {
  const run = w.windowWidth * w.channels;
  const columns = w.windowHeight * run;
  const stripBytes = <usize>height * STRIP_ROW;
  const y0 = k0 / run;
  const last = min(k1, columns);
  // Whether all columns are cut, in runs too short for `copyRun` but whole fours.
  const short = k0 == 0 && last == columns && run < 16 && run % 4 == 0;
  let i = first % w.gridWidth;
  let j = (first / w.gridWidth) % w.gridHeight;
  let n = first / w.gridWidth / w.gridHeight;
  for (let row = 0; row < rows; row++) {
    const to = strips + <usize>row * STRIP_ROW;
    const left = i * w.stepX + w.offsetX;
    // The part of the window's row that is inside of the image, in floats.
    const inside = max(0, -left) * w.channels;
    const outside = min(w.windowWidth, w.width - left) * w.channels;
    const whole = inside == 0 && outside == run;
    const y = j * w.stepY + w.offsetY;
    let start = y0 * run;
    if (short && whole && y >= 0 && y + w.windowHeight <= w.height) {
      copyWindow(w, (n * w.height + y) * w.width + left, to, stripBytes);
      start = last;
    }
    for (let top = y + y0; start < last; top++, start += run) {
      if (whole && <u32>top < <u32>w.height && start >= k0 && start + run <= last) {
        const pixel = (n * w.height + top) * w.width + left;
        const source = w.image + (<usize>(pixel * w.channels) << 2);
        copyRun(source, to, stripBytes, start - k0, start - k0 + run);
        continue;
      }
      const from = max(k0, start);
      const until = min(last, start + run);
      if (<u32>top >= <u32>w.height || inside >= outside) {
        zeroRun(to, stripBytes, from - k0, until - k0);
        continue;
      }
      const a = max(from, start + inside);
      const b = min(until, start + outside);
      const pixel = (n * w.height + top) * w.width + left;
      const source = w.image + (<usize>(pixel * w.channels + a - start) << 2);
      zeroRun(to, stripBytes, from - k0, min(a, until) - k0);
      copyRun(source, to, stripBytes, a - k0, b - k0);
      zeroRun(to, stripBytes, max(b, from) - k0, until - k0);
    }
    zeroRun(to, stripBytes, last - k0, k1 - k0);
    if (++i == w.gridWidth) {
      i = 0;
      if (++j == w.gridHeight) {
        j = 0;
        n++;
      }
    }
  }
}

/**
 * Copies a window that starts at `pixel` and is inside of its image to a row of the
 * matrix. A run of it is a multiple of four floats, so no four cross its end or a strip's.
 */
function copyWindow(w: Windows, pixel: i32, to: usize, stripBytes: usize): void {
  const rowBytes = <usize>(w.width * w.channels) << 2;
  const runBytes = <usize>(w.windowWidth * w.channels) << 2;
  const nextStrip = stripBytes - STRIP_ROW;
  let from = w.image + (<usize>(pixel * w.channels) << 2);
  const end = from + <usize>w.windowHeight * rowBytes;
  for (; from < end; from += rowBytes) {
    for (let x: usize = 0; x < runBytes; x += 16) {
      v128.store(to, v128.load(from + x));
      to += 16;
      if (!(to & (STRIP_ROW - 1))) to += nextStrip;
    }
  }
}

/** Address of column k of a row whose first strip starts at `row`. */
@inline
function at(row: usize, stripBytes: usize, k: i32): usize {
  return row + <usize>(k >> 4) * stripBytes + (<usize>(k & 15) << 2);
}

/** Copies floats to columns `k` to `end` of a row: where it can, a strip's 16 at once. */
function copyRun(from: usize, row: usize, stripBytes: usize, k: i32, end: i32): void {
  while (k < end && (k & 3)) {
    store<f32>(at(row, stripBytes, k++), load<f32>(from));
    from += 4;
  }
  for (; k + 4 <= end && (k & 15); k += 4, from += 16) {
    v128.store(at(row, stripBytes, k), v128.load(from));
  }
  for (let to = at(row, stripBytes, k); k + 16 <= end; k += 16, from += 64) {
    const a = v128.load(from);
    const b = v128.load(from, 16);
    const c = v128.load(from, 32);
    const d = v128.load(from, 48);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    to += stripBytes;
  }
  for (; k + 4 <= end; k += 4, from += 16) {
    v128.store(at(row, stripBytes, k), v128.load(from));
  }
  for (; k < end; k++, from += 4) store<f32>(at(row, stripBytes, k), load<f32>(from));
}

/** Zeroes columns `k` to `end` of a row. */
function zeroRun(row: usize, stripBytes: usize, k: i32, end: i32): void {
  for (; k < end && (k & 3); k++) store<f32>(at(row, stripBytes, k), 0);
  for (; k + 4 <= end; k += 4) v128.store(at(row, stripBytes, k), f32x4.splat(0));
  for (; k < end; k++) store<f32>(at(row, stripBytes, k), 0);
}
