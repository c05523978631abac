// The products at the points, and from points back to pixels: y and dx.
// winograd_layout.ts gives the formulas.
import { KBLOCK, multiplyRows } from "./multiply";
import { STRIP_ROW, zeroFloats } from "./strips";
import {
  endPhase,
  filterPointBytes,
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
  tileSide,
  tilesOf,
  Winograd,
} from "./winograd_layout";
import { addPixel, copyPixel, copySquare, endInside, squareOf, WORK_BYTES } from "./winograd_squares";
import {
  pointsToInput,
  pointsToOutput2,
  pointsToOutput3,
} from "./winograd_transforms";

/** y of a block and `taskStrips` strips of V; task = block · their number + which of them. */
export function winogradForward(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const groups = (a.groupStrips + a.taskStrips - 1) / a.taskStrips;
  const block = task / groups;
  const first = (task % groups) * a.taskStrips;
  const strips = min(a.taskStrips, a.groupStrips - first);
  const work = scratchOf(a, thread);
  const product = work + WORK_BYTES;
  const depth = phasesOf(a.stride) * a.inChannels;
  multiplyPoints(a, a.inputPoints, depth, block, first, strips, product, false);

  const point = pointBytes(a, strips);
  const channel = (a.firstStrip + first) << 4;
  const images = imagesOf(a, block);
  const side = tileSide(a);
  let from = product;
  for (let n = 0; n < images; n++) {
    const image = block * a.blockImages + n;
    for (let tileY = 0; tileY < a.tilesDown; tileY++) {
      for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
        writeTile(a, from, point, image, side * tileY, side * tileX, channel, strips, work);
        from += STRIP_ROW;
      }
    }
  }
}

/** Y = Aᵀ M A of the tile whose first pixel is (y, x), in strips from `channel` on. */
function writeTile(
  a: Winograd,
  from: usize,
  point: usize,
  image: i32,
  y: i32,
  x: i32,
  channel: i32,
  strips: i32,
  work: usize,
): void {
  const side = tileSide(a);
  const pixelBytes = <usize>a.outChannels << 2;
  const row = <usize>a.outWidth * pixelBytes;
  const rows = endInside(y, 1, side, a.outHeight);
  const columns = endInside(x, 1, side, a.outWidth);
  const whole = rows == side && columns == side;
  const square = squareOf(work);
  const squareRow = <usize>side * STRIP_ROW;
  let to = a.output + (<usize>channel << 2);
  to += <usize>((image * a.outHeight + y) * a.outWidth + x) * pixelBytes;
  for (let s = 0; s < strips; s++, from += stripBytes(a), to += STRIP_ROW) {
    const target = whole ? to : square;
    const targetRow = whole ? row : squareRow;
    const targetColumn = whole ? pixelBytes : STRIP_ROW;
    if (a.taps == 2) {
      pointsToOutput2(from, SIDE * point, point, target, targetRow, targetColumn, work);
    } else {
      pointsToOutput3(from, SIDE * point, point, target, targetRow, targetColumn, work);
    }
    if (!whole) copySquare(square, squareRow, STRIP_ROW, to, row, pixelBytes, rows, columns);
  }
}

/** dx of a block and `taskStrips` strips of one or more phases; tasks as above. */
export function winogradInputGradient(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const phaseStrips = a.inChannels >> 4;
  const groups = (a.groupStrips + a.taskStrips - 1) / a.taskStrips;
  const block = task / groups;
  const first = (task % groups) * a.taskStrips;
  const strips = min(a.taskStrips, a.groupStrips - first);
  const work = scratchOf(a, thread);
  const product = work + WORK_BYTES;
  multiplyPoints(a, a.outputPoints, a.outChannels, block, first, strips, product, true);

  const point = pointBytes(a, strips);
  const pixels = squareOf(work);
  const images = imagesOf(a, block);
  let from = product;
  for (let n = 0; n < images; n++) {
    const image = block * a.blockImages + n;
    for (let tileY = 0; tileY < a.tilesDown; tileY++) {
      for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
        for (let s = 0; s < strips; s++) {
          const source = from + <usize>s * stripBytes(a);
          pointsToInput(source, SIDE * point, point, pixels, SIDE * STRIP_ROW, STRIP_ROW, work);
          const strip = a.firstStrip + first + s;
          const phase = strip / phaseStrips;
          const channel = (strip % phaseStrips) << 4;
          addPixels(a, pixels, image, tileY, tileX, phase, channel);
        }
        from += STRIP_ROW;
      }
    }
  }
}

/**
 * Adds a tile's 5×5 pixels of 16 channels to their phase of dx. The tiles above and on
 * the left came first: only what they share with this one holds something already.
 */
function addPixels(
  a: Winograd,
  pixels: usize,
  image: i32,
  tileY: i32,
  tileX: i32,
  phase: i32,
  channel: i32,
): void {
  const step = a.stride * tileSide(a);
  const top = step * tileY + phaseRow(phase, a.stride) - a.padTop;
  const left = step * tileX + phaseColumn(phase, a.stride) - a.padLeft;
  const sharedRows = tileY > 0 ? a.taps - 1 : 0;
  const sharedColumns = tileX > 0 ? a.taps - 1 : 0;
  for (let i = 0; i < SIDE; i++, pixels += SIDE * STRIP_ROW) {
    const y = top + a.stride * i;
    if (<u32>y >= <u32>a.height) continue;
    const first = (image * a.height + y) * a.width;
    const row = a.input + (<usize>(first * a.inChannels + channel) << 2);
    for (let j = 0; j < SIDE; j++) {
      const x = left + a.stride * j;
      if (<u32>x >= <u32>a.width) continue;
      const from = pixels + <usize>j * STRIP_ROW;
      const to = row + (<usize>(x * a.inChannels) << 2);
      if (i < sharedRows || j < sharedColumns) addPixel(from, to);
      else copyPixel(from, to);
    }
  }
}

/**
 * At each point, multiplies a block of U or dM, which has `k` columns, by strips of V
 * from its strip `first` on. The product stands as [ξ][strip][tile][16].
 *
 * The phases that a point needs are neighbouring strips of the product if `wide`, else
 * neighbouring rows of V. Strips of a phase that it does not need are 0.
 */
function multiplyPoints(
  a: Winograd,
  points: usize,
  k: i32,
  block: i32,
  first: i32,
  strips: i32,
  product: usize,
  wide: bool,
): void {
  const rows = imagesOf(a, block) * tilesOf(a);
  const point = pointBytes(a, k >> 4);
  const filterPoint = filterPointBytes(a.groupStrips, k);
  let left = points + <usize>(block * POINTS) * point;
  let right = a.filterPoints + <usize>first * k * STRIP_ROW;
  for (let xi = 0; xi < POINTS; xi++) {
    const from = firstPhase(a, xi) * a.inChannels;
    const end = endPhase(a, xi) * a.inChannels;
    const kFrom = wide ? 0 : from;
    const kEnd = wide ? k : end;
    const start = a.firstStrip + first;
    const sFrom = wide ? max(0, min(strips, (from >> 4) - start)) : 0;
    const sEnd = wide ? max(0, min(strips, (end >> 4) - start)) : strips;
    for (let k0 = kFrom; k0 < kEnd; k0 += KBLOCK) {
      for (let s = sFrom; s < sEnd; s++) {
        multiplyRows(
          left + <usize>(k0 >> 4) * stripBytes(a),
          a.stripRows,
          rows,
          min(KBLOCK, kEnd - k0),
          right + <usize>(s * k + k0) * STRIP_ROW,
          product + <usize>s * stripBytes(a),
          k0 > kFrom,
          a.narrow != 0,
        );
      }
    }
    for (let s = 0; s < strips; s++) {
      if (s < sFrom || s >= sEnd) zeroFloats(product + <usize>s * stripBytes(a), rows << 4);
    }
    left += point;
    right += filterPoint;
    product += pointBytes(a, strips);
  }
}
