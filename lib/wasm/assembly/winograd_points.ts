// From pixels and taps to points: U = Bᵀ d B, dM = A dY Aᵀ and V = G g Gᵀ.
// winograd_layout.ts says what these are.
import { STRIP_ROW } from "./strips";
import {
  filterPointBytes,
  phaseColumn,
  phaseRow,
  phasesOf,
  pointBytes,
  scratchOf,
  SIDE,
  stripBytes,
  tileSide,
  tilesOf,
  Winograd,
} from "./winograd_layout";
import { copySquare, endInside, firstInside, squareOf, zeroSquare } from "./winograd_squares";
import {
  filterToPoints2,
  filterToPoints3,
  inputToPoints,
  outputToPoints2,
  outputToPoints3,
} from "./winograd_transforms";

/** U of the image `task`. */
export function winogradInput(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const phases = phasesOf(a.stride);
  const phaseBytes = <usize>(a.inChannels >> 4) * stripBytes(a);
  const point = pointBytes(a, phases * (a.inChannels >> 4));
  const step = a.stride * tileSide(a);
  const work = scratchOf(a, thread);
  let to = rowsOfImage(a, a.inputPoints, task, point);
  for (let tileY = 0; tileY < a.tilesDown; tileY++) {
    for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
      for (let phase = 0; phase < phases; phase++) {
        const y = step * tileY + phaseRow(phase, a.stride) - a.padTop;
        const x = step * tileX + phaseColumn(phase, a.stride) - a.padLeft;
        inputTile(a, task, y, x, to + <usize>phase * phaseBytes, point, work);
      }
      to += STRIP_ROW;
    }
  }
}

/** U of all strips of the 5×5 pixels of one phase whose first is (y, x). */
function inputTile(
  a: Winograd,
  image: i32,
  y: i32,
  x: i32,
  to: usize,
  point: usize,
  work: usize,
): void {
  const pixelBytes = <usize>a.inChannels << 2;
  const row = <usize>(a.stride * a.width) * pixelBytes;
  const column = <usize>a.stride * pixelBytes;
  const i = firstInside(y, a.stride);
  const j = firstInside(x, a.stride);
  const rows = endInside(y, a.stride, SIDE, a.height) - i;
  const columns = endInside(x, a.stride, SIDE, a.width) - j;
  const first = (image * a.height + y + i * a.stride) * a.width + x + j * a.stride;
  let from = a.input + <usize>first * pixelBytes;
  const end = from + pixelBytes;
  if (rows == SIDE && columns == SIDE) {
    for (; from < end; from += STRIP_ROW, to += stripBytes(a)) {
      inputToPoints(from, row, column, to, SIDE * point, point, work);
    }
    return;
  }
  const square = squareOf(work);
  const inside = square + <usize>(i * SIDE + j) * STRIP_ROW;
  zeroSquare(work);
  for (; from < end; from += STRIP_ROW, to += stripBytes(a)) {
    copySquare(from, row, column, inside, SIDE * STRIP_ROW, STRIP_ROW, rows, columns);
    inputToPoints(square, SIDE * STRIP_ROW, STRIP_ROW, to, SIDE * point, point, work);
  }
}

/** dM of the image `task`. */
export function winogradOutput(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const side = tileSide(a);
  const point = pointBytes(a, a.outChannels >> 4);
  let to = rowsOfImage(a, a.outputPoints, task, point);
  for (let tileY = 0; tileY < a.tilesDown; tileY++) {
    for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
      outputTile(a, task, side * tileY, side * tileX, to, point, scratchOf(a, thread));
      to += STRIP_ROW;
    }
  }
}

/** dM of all strips of the tile whose first pixel is (y, x). */
function outputTile(
  a: Winograd,
  image: i32,
  y: i32,
  x: i32,
  to: usize,
  point: usize,
  work: usize,
): void {
  const side = tileSide(a);
  const pixelBytes = <usize>a.outChannels << 2;
  const rows = endInside(y, 1, side, a.outHeight);
  const columns = endInside(x, 1, side, a.outWidth);
  const whole = rows == side && columns == side;
  const square = squareOf(work);
  const squareRow = <usize>side * STRIP_ROW;
  const row = <usize>a.outWidth * pixelBytes;
  let from = a.output + <usize>((image * a.outHeight + y) * a.outWidth + x) * pixelBytes;
  const end = from + pixelBytes;
  if (!whole) zeroSquare(work);
  for (; from < end; from += STRIP_ROW, to += stripBytes(a)) {
    if (!whole) copySquare(from, row, pixelBytes, square, squareRow, STRIP_ROW, rows, columns);
    const source = whole ? from : square;
    const sourceRow = whole ? row : squareRow;
    const sourceColumn = whole ? pixelBytes : STRIP_ROW;
    if (a.taps == 2) {
      outputToPoints2(source, sourceRow, sourceColumn, to, SIDE * point, point, work);
    } else {
      outputToPoints3(source, sourceRow, sourceColumn, to, SIDE * point, point, work);
    }
  }
}

/** Where an image's tiles start, in the first strip of the first point of its block. */
function rowsOfImage(a: Winograd, points: usize, image: i32, point: usize): usize {
  const block = image / a.blockImages;
  const row = (image % a.blockImages) * tilesOf(a);
  return points + <usize>(block * SIDE * SIDE) * point + <usize>row * STRIP_ROW;
}

@unmanaged
class FilterPointsArgs {
  /** The filter's taps, filterSide × filterSide matrices of `rows` rows. */
  filter: usize;
  /** V. */
  points: usize;
  scratch: usize;
  scratchBytes: usize;
  /** From one tap, row and strip of columns to the next. */
  tapBytes: usize;
  rowBytes: usize;
  stripBytes: usize;
  filterSide: i32;
  stride: i32;
  /** ⌈filterSide / stride⌉, 2 or 3. */
  taps: i32;
  rows: i32;
  /** Strips of the filter. */
  strips: i32;
  /** The group of V's strips that is computed. */
  firstStrip: i32;
  groupStrips: i32;
  /** Whether V has the phases side by side, else one below the other. */
  wide: i32;
}

/**
 * One phase of a strip of V:
 *
 *     V[ξ][strip][phase · rows + row], or wide   V[ξ][phase · strips + strip][row].
 *
 * Task t is strip t of the group if wide; else phase t % s² of strip t / s². The taps of
 * phase (py, px) are (py + s·i, px + s·j); those beyond the filter are 0.
 */
export function winogradFilter(args: usize, task: i32, thread: i32): void {
  const a = changetype<FilterPointsArgs>(args);
  const phases = phasesOf(a.stride);
  const column = a.firstStrip + (a.wide ? task : task / phases);
  const phase = a.wide ? column / a.strips : task % phases;
  const strip = a.wide ? column % a.strips : column;
  const point = filterPointBytes(a.groupStrips, a.wide ? a.rows : phases * a.rows);
  const y = phaseRow(phase, a.stride);
  const x = phaseColumn(phase, a.stride);
  const down = endInside(y, a.stride, a.taps, a.filterSide);
  const across = endInside(x, a.stride, a.taps, a.filterSide);
  const whole = down == a.taps && across == a.taps;
  const work = a.scratch + <usize>thread * a.scratchBytes;
  const square = squareOf(work);
  const squareRow = <usize>a.taps * STRIP_ROW;
  const tapRow = <usize>(a.stride * a.filterSide) * a.tapBytes;
  const tapColumn = <usize>a.stride * a.tapBytes;
  let from = a.filter + <usize>(y * a.filterSide + x) * a.tapBytes;
  from += <usize>strip * a.stripBytes;
  let to = a.points + <usize>(task * a.rows) * STRIP_ROW;
  if (!whole) zeroSquare(work);
  for (let row = 0; row < a.rows; row++, from += a.rowBytes, to += STRIP_ROW) {
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
