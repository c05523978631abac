// The products at the points, and from points back to pixels and taps.
// winograd_layout.ts gives the formulas.
import { KBLOCK, multiplyColumns, multiplyRows } from "./multiply";
import { STRIP_ROW } from "./strips";
import {
  filterPointBytes,
  imagesOf,
  pointBytes,
  POINTS,
  scratchOf,
  SIDE,
  stripBytes,
  tilesOf,
  Winograd,
} from "./winograd_layout";
import { pointsToFilter, pointsToInput, pointsToOutput } from "./winograd_transforms";

/** Bytes at the start of a thread's scratch memory for a transform and a tile of pixels. */
const WORK_BYTES: usize = 4096;

/** y of a block and `taskStrips` strips of V; task = block · their number + which of them. */
export function winogradForward(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const groups = (a.groupStrips + a.taskStrips - 1) / a.taskStrips;
  const block = task / groups;
  const first = (task % groups) * a.taskStrips;
  const strips = min(a.taskStrips, a.groupStrips - first);
  const work = scratchOf(a, thread);
  const product = work + WORK_BYTES;
  const images = imagesOf(a, block);
  multiplyPoints(a, a.inputPoints, 4 * a.inChannels, block, first, strips, product);

  const point = pointBytes(a, strips);
  const pixelBytes = <usize>a.outChannels << 2;
  const rowBytes = <usize>(4 * a.tilesAcross) * pixelBytes;
  const image = block * a.blockImages;
  let from = product;
  let to = a.output + <usize>(image * 4 * a.tilesDown) * rowBytes;
  to += <usize>(a.firstStrip + first) << 6;
  // The rows of tiles of neighbouring images are neighbours too.
  for (let tileY = 0; tileY < images * a.tilesDown; tileY++) {
    for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
      const tile = to + <usize>(4 * tileX) * pixelBytes;
      for (let s = 0; s < strips; s++) {
        const source = from + <usize>s * stripBytes(a);
        const target = tile + (<usize>s << 6);
        pointsToOutput(source, SIDE * point, point, target, rowBytes, pixelBytes, work);
      }
      from += STRIP_ROW;
    }
    to += 4 * rowBytes;
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
  multiplyPoints(a, a.outputPoints, a.outChannels, block, first, strips, product);

  const point = pointBytes(a, strips);
  const pixels = work + 1024;
  const images = imagesOf(a, block);
  let from = product;
  for (let n = 0; n < images; n++) {
    const image = block * a.blockImages + n;
    for (let tileY = 0; tileY < a.tilesDown; tileY++) {
      for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
        for (let s = 0; s < strips; s++) {
          const source = from + <usize>s * stripBytes(a);
          pointsToInput(source, SIDE * point, point, pixels, SIDE * 64, 64, work);
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
  const height = 8 * a.tilesDown;
  const width = 8 * a.tilesAcross;
  const top = 8 * tileY + (phase >> 1) - 1;
  const left = 8 * tileX + (phase & 1) - 1;
  for (let i = 0; i < SIDE; i++, pixels += SIDE * 64) {
    const y = top + 2 * i;
    if (<u32>y >= <u32>height) continue;
    const row = a.input + (<usize>((image * height + y) * width * a.inChannels + channel) << 2);
    for (let j = 0; j < SIDE; j++) {
      const x = left + 2 * j;
      if (<u32>x >= <u32>width) continue;
      const from = pixels + (<usize>j << 6);
      const to = row + (<usize>(x * a.inChannels) << 2);
      if ((i == 0 && tileY > 0) || (j == 0 && tileX > 0)) addStripRow(from, to);
      else copyStripRow(from, to);
    }
  }
}

/** All is read before any of it is stored: see storeTile() in ../micro_kernel.ts. */
function addStripRow(from: usize, to: usize): void {
  const a = f32x4.add(v128.load(to), v128.load(from));
  const b = f32x4.add(v128.load(to, 16), v128.load(from, 16));
  const c = f32x4.add(v128.load(to, 32), v128.load(from, 32));
  const d = f32x4.add(v128.load(to, 48), v128.load(from, 48));
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

function copyStripRow(from: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 16);
  const c = v128.load(from, 32);
  const d = v128.load(from, 48);
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

/**
 * At each point, multiplies a block of U or dM, which has `k` columns, by strips of V
 * from its strip `first` on. The product stands as [ξ][strip][tile][16].
 */
function multiplyPoints(
  a: Winograd,
  points: usize,
  k: i32,
  block: i32,
  first: i32,
  strips: i32,
  product: usize,
): void {
  const rows = imagesOf(a, block) * tilesOf(a);
  const point = pointBytes(a, k >> 4);
  const filterPoint = filterPointBytes(a.groupStrips, k);
  let left = points + <usize>(block * POINTS) * point;
  let right = a.filterPoints + <usize>first * k * STRIP_ROW;
  for (let xi = 0; xi < POINTS; xi++) {
    for (let k0 = 0; k0 < k; k0 += KBLOCK) {
      for (let s = 0; s < strips; s++) {
        multiplyRows(
          left + <usize>(k0 >> 4) * stripBytes(a),
          a.stripRows,
          rows,
          min(KBLOCK, k - k0),
          right + <usize>(s * k + k0) * STRIP_ROW,
          product + <usize>s * stripBytes(a),
          k0 > 0,
          a.narrow != 0,
        );
      }
    }
    left += point;
    right += filterPoint;
    product += pointBytes(a, strips);
  }
}

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
  const strips = min(a.taskStrips, 4 * phaseStrips - first);
  const work = scratchOf(a, thread);
  // A tile of sums is 16×16 floats.
  const sumPoint = (<usize>(a.taskStrips * columns) << 10) + STRIP_ROW;
  const sums = a.sums + <usize>(task * POINTS) * sumPoint;
  for (let xi = 0; xi < POINTS; xi++) {
    sumPoints(a, xi, first, strips, sums + <usize>xi * sumPoint);
  }
  if (!a.lastPart) return;
  const rowBytes = <usize>a.outChannels << 2;
  const tapBytes = <usize>a.inChannels * rowBytes;
  for (let s = 0; s < strips; s++) {
    const phase = (first + s) / phaseStrips;
    const tap = (phase >> 1) * 4 + (phase & 1);
    const channel = ((first + s) % phaseStrips) << 4;
    const taps = a.filter + <usize>tap * tapBytes + <usize>channel * rowBytes;
    for (let row = 0; row < 16; row++) {
      for (let q = 0; q < columns; q++) {
        const from = sums + (<usize>(q * strips + s) << 10) + (<usize>row << 6);
        const to = taps + <usize>row * rowBytes + (<usize>q << 6);
        pointsToFilter(from, SIDE * sumPoint, sumPoint, to, 8 * tapBytes, 2 * tapBytes, work);
      }
    }
  }
}

/** Uᵀ · dM at the point `xi`, in tiles of 16×16 sums: [strip of dM][strip of U]. */
function sumPoints(a: Winograd, xi: i32, first: i32, strips: i32, sums: usize): void {
  const columns = a.outChannels >> 4;
  const leftPoint = pointBytes(a, a.inChannels >> 2);
  const rightPoint = pointBytes(a, columns);
  const blocks = (a.batch + a.blockImages - 1) / a.blockImages;
  for (let block = 0; block < blocks; block++) {
    const rows = imagesOf(a, block) * tilesOf(a);
    const add = block > 0 || !a.firstPart;
    const index = <usize>(block * POINTS + xi);
    const left = a.inputPoints + index * leftPoint + <usize>first * stripBytes(a);
    const right = a.outputPoints + index * rightPoint;
    for (let q = 0; q < columns; q++) {
      for (let s = 0; s < strips; s++) {
        const from = left + <usize>s * stripBytes(a);
        const b = right + <usize>q * stripBytes(a);
        const c = sums + (<usize>(q * strips + s) << 10);
        multiplyColumns(from, rows, b, c, add, a.narrow != 0);
      }
    }
  }
}
