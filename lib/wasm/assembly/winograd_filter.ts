// From taps to points: V = G g Gᵀ, and Vᵀ of the transposed filter.
// winograd_layout.ts says what these are.
//
// The filter comes in strips as pack_filter.ts cuts it: [strip][tap][row][16].
import { STRIP_ROW } from "./strips";
import {
  filterColumns,
  filterPointBytes,
  filterRows,
  phaseColumn,
  phaseRow,
  phasesOf,
  scratchOf,
  SIDE,
  Winograd,
} from "./winograd_layout";
import { copySquare, endInside, squareOf, zeroSquare } from "./winograd_squares";
import { filterToPoints2, filterToPoints3 } from "./winograd_transforms";

/** Strip `task` of V, or of Vᵀ. */
export function winogradFilter(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const rows = filterRows(a);
  const point = filterPointBytes(filterColumns(a) >> 4, rows);
  const to = a.filterPoints + <usize>(task * rows) * STRIP_ROW;
  filterStrip(a, task, to, point, scratchOf(a, thread));
}

/**
 * One strip, at all points:
 *
 *     V[ξ][strip][phase · in + row]   or   Vᵀ[ξ][phase · in / 16 + strip][row].
 */
export function filterStrip(
  a: Winograd,
  strip: i32,
  to: usize,
  point: usize,
  work: usize,
): void {
  if (a.transposed) {
    const phaseStrips = a.inChannels >> 4;
    const phase = strip / phaseStrips;
    filterPhase(a, phase, strip % phaseStrips, a.outChannels, to, point, work);
    return;
  }
  for (let phase = 0; phase < phasesOf(a.stride); phase++) {
    filterPhase(a, phase, strip, a.inChannels, to, point, work);
    to += <usize>a.inChannels * STRIP_ROW;
  }
}

/**
 * One phase of a strip of the filter, whose taps have `rows` rows. The taps of phase
 * (py, px) are (py + s·i, px + s·j); those beyond the filter are 0.
 */
function filterPhase(
  a: Winograd,
  phase: i32,
  strip: i32,
  rows: i32,
  to: usize,
  point: usize,
  work: usize,
): void {
  const y = phaseRow(phase, a.stride);
  const x = phaseColumn(phase, a.stride);
  const down = endInside(y, a.stride, a.taps, a.filterSide);
  const across = endInside(x, a.stride, a.taps, a.filterSide);
  const whole = down == a.taps && across == a.taps;
  const square = squareOf(work);
  const squareRow = <usize>a.taps * STRIP_ROW;
  const tapBytes = <usize>rows * STRIP_ROW;
  const tapRow = <usize>(a.stride * a.filterSide) * tapBytes;
  const tapColumn = <usize>a.stride * tapBytes;
  const tap = (strip * a.filterSide + y) * a.filterSide + x;
  let from = a.filter + <usize>tap * tapBytes;
  const end = from + tapBytes;
  if (!whole) zeroSquare(work);
  for (; from < end; from += STRIP_ROW, to += STRIP_ROW) {
    if (!whole) copySquare(from, tapRow, tapColumn, square, squareRow, STRIP_ROW, down, across);
    const source = whole ? from : square;
    const sourceRow = whole ? tapRow : squareRow;
    const sourceColumn = whole ? tapColumn : STRIP_ROW;
    if (a.taps == 2) {
      filterToPoints2(source, sourceRow, sourceColumn, to, SIDE * point, point, work);
    } else {
      filterToPoints3(source, sourceRow, sourceColumn, to, SIDE * point, point, work);
    }
  }
}
