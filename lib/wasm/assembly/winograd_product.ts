// The products at the points, and from points back to pixels: y and dx.
// winograd_layout.ts gives the formulas.
import { KBLOCK, multiplyRows } from "./multiply";
import { STRIP_ROW, zeroFloats } from "./strips";
import { filterStrip } from "./winograd_filter";
import {
  blocksOf,
  endPhase,
  endTile,
  filterColumns,
  filterPointBytes,
  filterRows,
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
  tileRow,
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

/** y of the task's blocks and strips of channels. */
export function winogradForward(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const first = firstStrip(a, task);
  const strips = min(a.taskStrips, (a.outChannels >> 4) - first);
  const work = scratchOf(a, thread);
  const product = productOf(work);
  const filter = taskFilter(a, first, strips, work);
  const point = pointBytes(a, strips);
  const side = tileSide(a);
  const end = endBlock(a, task);
  for (let block = firstBlock(a, task); block < end; block++) {
    multiplyPoints(a, block, filter, first, strips, product);
    const images = imagesOf(a, block);
    for (let n = 0; n < images; n++) {
      const image = block * a.blockImages + n;
      for (let tileY = 0; tileY < a.tilesDown; tileY++) {
        for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
          const from = product + <usize>tileRow(a, images, n, tileY, tileX) * STRIP_ROW;
          writeTile(a, from, point, image, side * tileY, side * tileX, first << 4, strips, work);
        }
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

/** dx of the task's blocks and strips, which are 16 channels of one phase each. */
export function winogradInputGradient(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const phaseStrips = a.inChannels >> 4;
  const first = firstStrip(a, task);
  const strips = min(a.taskStrips, phasesOf(a.stride) * phaseStrips - first);
  const work = scratchOf(a, thread);
  const product = productOf(work);
  const filter = taskFilter(a, first, strips, work);
  const point = pointBytes(a, strips);
  const pixels = squareOf(work);
  const end = endBlock(a, task);
  for (let block = firstBlock(a, task); block < end; block++) {
    multiplyPoints(a, block, filter, first, strips, product);
    const images = imagesOf(a, block);
    for (let n = 0; n < images; n++) {
      const image = block * a.blockImages + n;
      for (let tileY = 0; tileY < a.tilesDown; tileY++) {
        for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
          const from = product + <usize>tileRow(a, images, n, tileY, tileX) * STRIP_ROW;
          for (let s = 0; s < strips; s++) {
            const source = from + <usize>s * stripBytes(a);
            pointsToInput(source, SIDE * point, point, pixels, SIDE * STRIP_ROW, STRIP_ROW, work);
            const phase = (first + s) / phaseStrips;
            const channel = ((first + s) % phaseStrips) << 4;
            addPixels(a, pixels, image, tileY, tileX, phase, channel);
          }
        }
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

// A task of a product has `taskStrips` strips of its columns. If V was computed before, it
// has one block: task = block · groups of strips + group. If V is too large to stay in a
// cache, the task computes its strips of V first, and has all blocks.

/** How many tasks have the same blocks. */
@inline
function stripGroups(a: Winograd): i32 {
  return ((filterColumns(a) >> 4) + a.taskStrips - 1) / a.taskStrips;
}

/** The first strip of a task. */
@inline
function firstStrip(a: Winograd, task: i32): i32 {
  return (task % stripGroups(a)) * a.taskStrips;
}

/** The first block of a task. */
@inline
function firstBlock(a: Winograd, task: i32): i32 {
  return task / stripGroups(a);
}

/** The block after its last. */
@inline
function endBlock(a: Winograd, task: i32): i32 {
  return a.filterPoints ? firstBlock(a, task) + 1 : blocksOf(a);
}

/** Where in a thread's scratch memory the product stands; V of the task is behind it. */
@inline
function productOf(work: usize): usize {
  return work + WORK_BYTES;
}

/** The task's strips of V, which it computes if that was not done before. */
function taskFilter(a: Winograd, first: i32, strips: i32, work: usize): usize {
  const rows = filterRows(a);
  if (a.filterPoints) return a.filterPoints + <usize>(first * rows) * STRIP_ROW;
  const own = productOf(work) + <usize>POINTS * pointBytes(a, a.taskStrips);
  for (let s = 0; s < strips; s++) {
    const to = own + <usize>(s * rows) * STRIP_ROW;
    filterStrip(a, first + s, to, filterPointBytes(strips, rows), work);
  }
  return own;
}

/**
 * At each point, multiplies a block of U by strips of V, or of dM by strips of Vᵀ, from
 * strip `first` on. The product stands as [ξ][strip][tile][16].
 *
 * The phases that a point needs are neighbouring rows of V, or neighbouring strips of Vᵀ.
 * The strips of a phase that it does not need are 0, as are the rows of tiles that it does
 * not need; but in the forward pass those go to pixels outside the image, so they are
 * left as they are.
 */
function multiplyPoints(
  a: Winograd,
  block: i32,
  filter: usize,
  first: i32,
  strips: i32,
  product: usize,
): void {
  const k = filterRows(a);
  const images = imagesOf(a, block);
  const rows = images * tilesOf(a);
  const point = pointBytes(a, k >> 4);
  const filterPoint = filterPointBytes(a.filterPoints ? filterColumns(a) >> 4 : strips, k);
  let left = a.transposed ? a.outputPoints : a.inputPoints;
  left += <usize>(block * POINTS) * point;
  for (let xi = 0; xi < POINTS; xi++) {
    const from = firstPhase(a, xi) * a.inChannels;
    const end = endPhase(a, xi) * a.inChannels;
    const kFrom = a.transposed ? 0 : from;
    const kEnd = a.transposed ? k : end;
    const sFrom = a.transposed ? max(0, min(strips, (from >> 4) - first)) : 0;
    const sEnd = a.transposed ? max(0, min(strips, (end >> 4) - first)) : strips;
    const tFrom = firstTile(a, images, xi);
    const tEnd = endTile(a, images, xi);
    for (let k0 = kFrom; k0 < kEnd; k0 += KBLOCK) {
      for (let s = sFrom; s < sEnd; s++) {
        multiplyRows(
          left + <usize>(k0 >> 4) * stripBytes(a) + <usize>tFrom * STRIP_ROW,
          a.stripRows,
          tEnd - tFrom,
          min(KBLOCK, kEnd - k0),
          filter + <usize>(s * k + k0) * STRIP_ROW,
          product + <usize>s * stripBytes(a) + <usize>tFrom * STRIP_ROW,
          k0 > kFrom,
          a.narrow != 0,
        );
      }
    }
    if (a.transposed) {
      for (let s = 0; s < strips; s++) {
        const to = product + <usize>s * stripBytes(a);
        const multiplied = s >= sFrom && s < sEnd;
        const end = multiplied ? tEnd : 0;
        zeroFloats(to, multiplied ? tFrom << 4 : 0);
        zeroFloats(to + <usize>end * STRIP_ROW, (rows - end) << 4);
      }
    }
    left += point;
    filter += filterPoint;
    product += pointBytes(a, strips);
  }
}
