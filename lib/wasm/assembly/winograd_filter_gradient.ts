// The filter gradient by Winograd's method: Uᵀ · dM at the points, and back to taps.
// winograd_layout.ts gives the formulas.
import { multiplyColumns } from "./multiply";
import { STRIP_ROW } from "./strips";
import {
  blocksOf,
  endPhase,
  firstPhase,
  imagesOf,
  phaseColumn,
  phaseRow,
  phasesOf,
  pointBytes,
  POINTS,
  scratchOf,
  SIDE,
  stripBytes,
  tilesOf,
  Winograd,
} from "./winograd_layout";
import { copySquare, endInside, squareOf } from "./winograd_squares";
import { pointsToFilter2, pointsToFilter3 } from "./winograd_transforms";

/**
 * The filter gradient of `taskStrips` strips of U: dg = Gᵀ (Uᵀ · dM) G, which are 16
 * input channels of one phase each. Blocks are added in their order, and those of a
 * later part of the batch to the sums of the parts before it.
 */
export function winogradFilterGradient(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const phaseStrips = a.inChannels >> 4;
  const columns = a.outChannels >> 4;
  const first = task * a.taskStrips;
  const strips = min(a.taskStrips, phasesOf(a.stride) * phaseStrips - first);
  // A tile of sums is 16×16 floats.
  const sumPoint = (<usize>(a.taskStrips * columns) << 10) + STRIP_ROW;
  const sums = a.sums + <usize>(task * POINTS) * sumPoint;
  for (let xi = 0; xi < POINTS; xi++) {
    sumPoints(a, xi, first, strips, sums + <usize>xi * sumPoint);
  }
  if (!a.lastPart) return;
  for (let s = 0; s < strips; s++) {
    const phase = (first + s) / phaseStrips;
    const channel = ((first + s) % phaseStrips) << 4;
    for (let q = 0; q < columns; q++) {
      const from = sums + (<usize>(q * strips + s) << 10);
      writeTaps(a, from, sumPoint, phase, channel, q, scratchOf(a, thread));
    }
  }
}

/**
 * Gᵀ S G of 16×16 sums: the taps of a phase, for input channels from `channel` on and
 * strip `q` of the outputs. A tap that the phase lacks is not written; what stands at the
 * point ∞ for it, where nothing was summed, goes to no other.
 */
function writeTaps(
  a: Winograd,
  from: usize,
  sumPoint: usize,
  phase: i32,
  channel: i32,
  q: i32,
  work: usize,
): void {
  const rowBytes = <usize>a.outChannels << 2;
  const tapBytes = <usize>a.inChannels * rowBytes;
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
      pointsToFilter2(from, SIDE * sumPoint, sumPoint, square, squareRow, STRIP_ROW, work);
    } else {
      pointsToFilter3(from, SIDE * sumPoint, sumPoint, square, squareRow, STRIP_ROW, work);
    }
    copySquare(square, squareRow, STRIP_ROW, to, tapRow, tapColumn, down, across);
  }
}

/** Uᵀ · dM at the point `xi`, in tiles of 16×16 sums: [strip of dM][strip of U]. */
function sumPoints(a: Winograd, xi: i32, first: i32, strips: i32, sums: usize): void {
  const columns = a.outChannels >> 4;
  const phaseStrips = a.inChannels >> 4;
  const leftPoint = pointBytes(a, phasesOf(a.stride) * phaseStrips);
  const rightPoint = pointBytes(a, columns);
  const blocks = blocksOf(a);
  const from = max(0, firstPhase(a, xi) * phaseStrips - first);
  const end = min(strips, endPhase(a, xi) * phaseStrips - first);
  for (let block = 0; block < blocks; block++) {
    const rows = imagesOf(a, block) * tilesOf(a);
    const add = block > 0 || !a.firstPart;
    const index = <usize>(block * POINTS + xi);
    const left = a.inputPoints + index * leftPoint + <usize>first * stripBytes(a);
    const right = a.outputPoints + index * rightPoint;
    for (let q = 0; q < columns; q++) {
      for (let s = from; s < end; s++) {
        multiplyColumns(
          left + <usize>s * stripBytes(a),
          rows,
          right + <usize>q * stripBytes(a),
          sums + (<usize>(q * strips + s) << 10),
          add,
          a.narrow != 0,
        );
      }
    }
  }
}
