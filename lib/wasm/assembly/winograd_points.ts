// From pixels and taps to points: U = Bᵀ d B, dM = A dY Aᵀ and V = G g Gᵀ.
// winograd_layout.ts says what these are.
import { STRIP_ROW, zeroFloats } from "./strips";
import {
  filterPointBytes,
  pointBytes,
  scratchOf,
  SIDE,
  stripBytes,
  tilesOf,
  Winograd,
} from "./winograd_layout";
import { filterToPoints, inputToPoints, outputToPoints } from "./winograd_transforms";

/** Bytes of a table of 5×5 addresses, rounded up. */
const TABLE_BYTES: usize = 128;

/** U of the image `task`. */
export function winogradInput(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const strips = a.inChannels >> 4;
  const point = pointBytes(a, 4 * strips);
  const table = scratchOf(a, thread);
  const work = table + TABLE_BYTES;
  // What pixels outside of the image are read as.
  const zeros = work + 1024;
  zeroFloats(zeros, a.inChannels);
  let to = rowsOfImage(a, a.inputPoints, task, point);
  for (let tileY = 0; tileY < a.tilesDown; tileY++) {
    for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
      for (let phase = 0; phase < 4; phase++) {
        findPixels(a, task, tileY, tileX, phase, zeros, table);
        const phaseTo = to + <usize>(phase * strips) * stripBytes(a);
        for (let strip = 0; strip < strips; strip++) {
          const target = phaseTo + <usize>strip * stripBytes(a);
          inputToPoints(table, <usize>strip << 6, target, SIDE * point, point, work);
        }
      }
      to += STRIP_ROW;
    }
  }
}

/** Writes the addresses of a tile's 5×5 pixels in one phase, row by row. */
function findPixels(
  a: Winograd,
  image: i32,
  tileY: i32,
  tileX: i32,
  phase: i32,
  zeros: usize,
  table: usize,
): void {
  const height = 8 * a.tilesDown;
  const width = 8 * a.tilesAcross;
  const top = 8 * tileY + (phase >> 1) - 1;
  const left = 8 * tileX + (phase & 1) - 1;
  for (let i = 0; i < SIDE; i++) {
    const y = top + 2 * i;
    for (let j = 0; j < SIDE; j++) {
      const x = left + 2 * j;
      const inside = <u32>y < <u32>height && <u32>x < <u32>width;
      const pixel = (image * height + y) * width + x;
      const address = a.input + (<usize>(pixel * a.inChannels) << 2);
      store<usize>(table, inside ? address : zeros);
      table += sizeof<usize>();
    }
  }
}

/** dM of the image `task`. */
export function winogradOutput(args: usize, task: i32, thread: i32): void {
  const a = changetype<Winograd>(args);
  const strips = a.outChannels >> 4;
  const point = pointBytes(a, strips);
  const work = scratchOf(a, thread);
  const pixelBytes = <usize>a.outChannels << 2;
  const rowBytes = <usize>(4 * a.tilesAcross) * pixelBytes;
  let to = rowsOfImage(a, a.outputPoints, task, point);
  let from = a.output + <usize>(task * 4 * a.tilesDown) * rowBytes;
  for (let tileY = 0; tileY < a.tilesDown; tileY++) {
    for (let tileX = 0; tileX < a.tilesAcross; tileX++) {
      const tile = from + <usize>(4 * tileX) * pixelBytes;
      for (let strip = 0; strip < strips; strip++) {
        const source = tile + (<usize>strip << 6);
        const target = to + <usize>strip * stripBytes(a);
        outputToPoints(source, rowBytes, pixelBytes, target, SIDE * point, point, work);
      }
      to += STRIP_ROW;
    }
    from += 4 * rowBytes;
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
  /** The filter's taps, 4×4 matrices of `rows` rows. */
  filter: usize;
  /** V. */
  points: usize;
  scratch: usize;
  scratchBytes: usize;
  /** From one tap, row and strip of columns to the next. */
  tapBytes: usize;
  rowBytes: usize;
  stripBytes: usize;
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
 * Task t is strip t of the group if wide; else phase t % 4 of strip t / 4. The taps of
 * phase (py, px) are (py + 2i, px + 2j).
 */
export function winogradFilter(args: usize, task: i32, thread: i32): void {
  const a = changetype<FilterPointsArgs>(args);
  const column = a.firstStrip + (a.wide ? task : task >> 2);
  const phase = a.wide ? column / a.strips : task & 3;
  const strip = a.wide ? column % a.strips : column;
  const point = filterPointBytes(a.groupStrips, a.wide ? a.rows : 4 * a.rows);
  const tap = (phase >> 1) * 4 + (phase & 1);
  const work = a.scratch + <usize>thread * a.scratchBytes;
  let from = a.filter + <usize>tap * a.tapBytes + <usize>strip * a.stripBytes;
  let to = a.points + <usize>(task * a.rows) * STRIP_ROW;
  for (let row = 0; row < a.rows; row++) {
    filterToPoints(from, 8 * a.tapBytes, 2 * a.tapBytes, to, SIDE * point, point, work);
    from += a.rowBytes;
    to += STRIP_ROW;
  }
}
