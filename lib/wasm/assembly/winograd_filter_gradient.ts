// The filter gradient by Winograd's method: Uᵀ · dM at the points, and back to taps.
// winograd_layout.ts gives the formulas.
import { multiplyColumns } from "./multiply";
import { STRIP_ROW, zeroFloats } from "./strips";
import {
  blocksOf,
  endPhase,
  endTile,
  firstPhase,
  firstTile,
  imagesOf,
  phaseColumn,
  phaseRow,
  phasesOf,
  pointBytes,
  POINTS,
  scratchOf,
  SIDE,
  stripBytes,
  Winograd,
} from "./winograd_layout";
import { copySquare, endInside, squareOf } from "./winograd_squares";
import { pointsToFilter2, pointsToFilter3 } from "./winograd_transforms";

/**
 * Uᵀ · dM at one point, for `taskStrips` strips of U: 16 input channels of one phase each.
 * Blocks are added in their order, and those of a later part of the batch to the sums of
 * the parts before it.
 *
 * A task has one point, so that it reads no more of U and dM than it has to.
 */
export function winogradFilterSums(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const strips = phasesOf(a.stride) * (a.inChannels >> 4);
  const groups = (strips + a.taskStrips - 1) / a.taskStrips;
  const xi = task / groups;
  const first = (task % groups) * a.taskStrips;
  sumPoint(a, xi, first, min(strips, first + a.taskStrips));
}

/** The filter gradient of strip `task` of U: dg = Gᵀ (Uᵀ · dM) G. */
export function winogradFilterTaps(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const phaseStrips = a.inChannels >> 4;
  const columns = a.outChannels >> 4;
  const phase = task / phaseStrips;
  const channel = (task % phaseStrips) << 4;
  for (let q = 0; q < columns; q++) {
    writeTaps(a, sumsOf(a, 0, task, q), phase, channel, q, scratchOf(a, thread));
  }
}

/** Where the 16×16 sums of strip `s` of U and strip `q` of dM stand, at point `xi`. */
@inline
function sumsOf(a: Winograd, xi: i32, s: i32, q: i32): usize {
  const tile = s * (a.outChannels >> 4) + q;
  return a.sums + <usize>xi * sumPointBytes(a) + (<usize>tile << 10);
}

/** Bytes from one point of the sums to the next. */
@inline
function sumPointBytes(a: Winograd): usize {
  const tiles = phasesOf(a.stride) * (a.inChannels >> 4) * (a.outChannels >> 4);
  return (<usize>tiles << 10) + STRIP_ROW;
}

/**
 * Gᵀ S G of 16×16 sums: the taps of a phase, for input channels from `channel` on and
 * strip `q` of the outputs. A tap that the phase lacks is not written; what stands at the
 * point ∞ for it, where nothing was summed, goes to no other.
 */
function writeTaps(
  a: Winograd,
  from: usize,
  phase: i32,
  channel: i32,
  q: i32,
  work: usize,
): void {
  const rowBytes = <usize>a.outChannels << 2;
  const tapBytes = <usize>a.inChannels * rowBytes;
  const point = sumPointBytes(a);
  const y = phaseRow(phase, a.stride);
  const x = phaseColumn(phase, a.stride);
  const down = endInside(y, a.stride, a.taps, a.filterSide);
  const across = endInside(x, a.stride, a.taps, a.filterSide);
  const square = squareOf(work);
  const squareRow = <usize>a.taps * STRIP_ROW;
  const tapRow = <usize>(a.stride * a.filterSide) * tapBytes;
  const tapColumn = <usize>a.stride * tapBytes;
  let to = a.filter + <usize>(y * a.filterSide + x) * tapBytes;
  to += <usize>channel * rowBytes + (<usize>q << 6);
  for (let row = 0; row < 16; row++, from += STRIP_ROW, to += rowBytes) {
    if (a.taps == 2) {
      pointsToFilter2(from, SIDE * point, point, square, squareRow, STRIP_ROW, work);
    } else {
      pointsToFilter3(from, SIDE * point, point, square, squareRow, STRIP_ROW, work);
    }
    copySquare(square, squareRow, STRIP_ROW, to, tapRow, tapColumn, down, across);
  }
}

/** Uᵀ · dM at the point `xi`, of the strips of U from `first` to `end`. */
function sumPoint(a: Winograd, xi: i32, first: i32, end: i32): void {
  const columns = a.outChannels >> 4;
  const phaseStrips = a.inChannels >> 4;
  const leftPoint = pointBytes(a, phasesOf(a.stride) * phaseStrips);
  const rightPoint = pointBytes(a, columns);
  const blocks = blocksOf(a);
  first = max(first, firstPhase(a, xi) * phaseStrips);
  end = min(end, endPhase(a, xi) * phaseStrips);
  for (let block = 0; block < blocks; block++) {
    const images = imagesOf(a, block);
    const from = firstTile(a, images, xi);
    const rows = endTile(a, images, xi) - from;
    const add = block > 0 || !a.firstPart;
    const index = <usize>(block * POINTS + xi);
    const left = a.inputPoints + index * leftPoint + <usize>from * STRIP_ROW;
    const right = a.outputPoints + index * rightPoint + <usize>from * STRIP_ROW;
    for (let q = 0; q < columns; q++) {
      const b = right + <usize>q * stripBytes(a);
      for (let s = first; s < end; s++) {
        const sums = sumsOf(a, xi, s, q);
        if (rows > 0) {
          multiplyColumns(left + <usize>s * stripBytes(a), rows, b, sums, add, a.narrow != 0);
        } else if (!add) {
          zeroFloats(sums, 256);
        }
      }
    }
  }
}
