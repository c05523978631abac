// From pixels to points: U = Bᵀ d B and dM = A dY Aᵀ.
// winograd_layout.ts says what these are.
import { STRIP_ROW } from "./strips";
import {
  imagesOf,
  phaseColumn,
  phaseRow,
  phasesOf,
  pointBytes,
  POINTS,
  scratchOf,
  SIDE,
  stripBytes,
  tileRow,
  tileSide,
  Winograd,
} from "./winograd_layout";
import { copySquare, endInside, firstInside, squareOf, zeroSquare } from "./winograd_squares";
import { inputToPoints, outputToPoints2, outputToPoints3 } from "./winograd_transforms";

/** U of the image `task`. */
export function winogradInput(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const phases = phasesOf(a.stride);
  const phaseBytes = <usize>(a.inChannels >> 4) * stripBytes(a);
  const point = pointBytes(a, phases * (a.inChannels >> 4));
  const step = a.stride * tileSide(a);
  const work = scratchOf(a, thread);
  for (let tileY = 0; tileY < a.tilesDown; tileY++) {
    for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
      const to = rowOfTile(a, a.inputPoints, point, task, tileY, tileX);
      for (let phase = 0; phase < phases; phase++) {
        const y = step * tileY + phaseRow(phase, a.stride) - a.padTop;
        const x = step * tileX + phaseColumn(phase, a.stride) - a.padLeft;
        inputTile(a, task, y, x, to + <usize>phase * phaseBytes, point, work);
      }
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
  for (let tileY = 0; tileY < a.tilesDown; tileY++) {
    for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
      const to = rowOfTile(a, a.outputPoints, point, task, tileY, tileX);
      outputTile(a, task, side * tileY, side * tileX, to, point, scratchOf(a, thread));
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

/** Where a tile's row stands, in the first strip of the first point of its block. */
function rowOfTile(
  a: Winograd,
  points: usize,
  point: usize,
  image: i32,
  tileY: i32,
  tileX: i32,
): usize {
  const block = image / a.blockImages;
  const row = tileRow(a, imagesOf(a, block), image % a.blockImages, tileY, tileX);
  return points + <usize>(block * POINTS) * point + <usize>row * STRIP_ROW;
}
