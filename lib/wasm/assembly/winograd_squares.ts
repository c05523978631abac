// Squares of 16 channels: what the transforms of winograd_transforms.ts take and give.
//
// A square whose pixels or taps are all there is read and written in place. One that
// sticks out of its image, or lacks taps, goes through a copy in a thread's scratch
// memory, row by row with 64 bytes a pixel: WORK_BYTES of it are for the transforms'
// intermediate results and this copy.
import { STRIP_ROW } from "./strips";
import { POINTS } from "./winograd_layout";

/** Where in the scratch memory the copy stands. */
const SQUARE_OFFSET: usize = 1024;

/** Bytes at the start of a thread's scratch memory for a transform and a square. */
export const WORK_BYTES: usize = 4096;

/** The copy of a square in this scratch memory. */
@inline
export function squareOf(work: usize): usize {
  return work + SQUARE_OFFSET;
}

/** Sets the copy to zeros. */
export function zeroSquare(work: usize): void {
  memory.fill(squareOf(work), 0, <usize>POINTS * STRIP_ROW);
}

/** The first of the pixels `start`, `start + step`, … that is not before the image. */
@inline
export function firstInside(start: i32, step: i32): i32 {
  return start >= 0 ? 0 : (step - 1 - start) / step;
}

/** How many of `count` such pixels are not behind the image's last. */
@inline
export function endInside(start: i32, step: i32, count: i32, size: i32): i32 {
  return min(count, (size - start + step - 1) / step);
}

/** Copies rows × columns pixels of 16 channels; distances are in bytes. */
export function copySquare(
  from: usize,
  fromRow: usize,
  fromColumn: usize,
  to: usize,
  toRow: usize,
  toColumn: usize,
  rows: i32,
  columns: i32,
): void {
  for (let i = 0; i < rows; i++, from += fromRow, to += toRow) {
    let source = from;
    let target = to;
    for (let j = 0; j < columns; j++, source += fromColumn, target += toColumn) {
      copyPixel(source, target);
    }
  }
}

/** All is read before any of it is stored: see storeTile() in ../micro_kernel.ts. */
export function copyPixel(from: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 16);
  const c = v128.load(from, 32);
  const d = v128.load(from, 48);
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

/** Adds a pixel of 16 channels to another, likewise. */
export function addPixel(from: usize, to: usize): void {
  const a = f32x4.add(v128.load(to), v128.load(from));
  const b = f32x4.add(v128.load(to, 16), v128.load(from, 16));
  const c = f32x4.add(v128.load(to, 32), v128.load(from, 32));
  const d = f32x4.add(v128.load(to, 48), v128.load(from, 48));
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}
