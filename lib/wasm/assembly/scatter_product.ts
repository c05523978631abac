// The input gradient of a convolution with few input channels.
//
// The product T = dY · Wᵀ has a row for every position (j, i) of the window and a column
// for every (y, x, c) in it. Each row is then added to the pixels that its window sees:
//
//     dx[n, j · stepY + offsetY + y, i · stepX + offsetX + x, c] += T[(n, j, i), (y, x, c)].
//
// With 3 channels a 4×4 window makes 48 columns, three full strips, where the product of
// patches of dY would fill 3 columns of 16. Pixels outside of the image are left out.
//
// Task n has image n, as different positions add to the same pixel: in their order.
import { KBLOCK, multiplyRows } from "./multiply";
import { Windows } from "./patches";
import { cutStrips, STRIP_ROW, stripsFor, zeroFloats } from "./strips";

/** `image` is dx; the window slides over it. */
@unmanaged
class ScatterProductArgs extends Windows {
  /** dY: a row of `leftColumns` floats for every position. */
  left: usize;
  /** Wᵀ in strips, with `leftColumns` rows. */
  filter: usize;
  /** Per thread: KBLOCK · blockRows floats, then the block's rows of T in strips. */
  scratch: usize;
  scratchBytes: usize;
  leftColumns: i32;
  /** Even. */
  blockRows: i32;
  /** Whether the narrow micro-kernels are the faster ones. */
  narrow: i32;
}

/** Computes the gradient of one image. */
export function scatterProduct(args: usize, task: i32, thread: i32): void {
  const a = changetype<ScatterProductArgs>(args);
  const positions = a.gridHeight * a.gridWidth;
  const size = a.height * a.width * a.channels;
  const image = a.image + (<usize>task * size << 2);
  const leftBytes = <usize>a.leftColumns << 2;
  const left = a.left + <usize>task * positions * leftBytes;
  const strips = stripsFor(a.windowHeight * a.windowWidth * a.channels);
  const height = stripsFor(a.leftColumns) << 4;
  const stripBytes = <usize>a.blockRows * STRIP_ROW;
  const cut = a.scratch + <usize>thread * a.scratchBytes;
  const block = cut + stripBytes * (KBLOCK >> 4);
  zeroFloats(image, size);
  for (let first = 0; first < positions; first += a.blockRows) {
    const rows = min(a.blockRows, positions - first);
    for (let k = 0; k < height; k += KBLOCK) {
      const columns = min(KBLOCK, a.leftColumns - k);
      const from = left + <usize>first * leftBytes + (<usize>k << 2);
      cutStrips(from, leftBytes, rows, columns, cut, a.blockRows);
      for (let s = 0; s < strips; s++) {
        multiplyRows(
          cut,
          a.blockRows,
          rows,
          min(KBLOCK, height - k),
          a.filter + (<usize>s * height + k) * STRIP_ROW,
          block + <usize>s * stripBytes,
          k > 0,
          a.narrow != 0,
        );
      }
    }
    for (let row = 0; row < rows; row++) {
      const position = first + row;
      addWindow(
        a,
        block + <usize>row * STRIP_ROW,
        stripBytes,
        image,
        (position / a.gridWidth) * a.stepY + a.offsetY,
        (position % a.gridWidth) * a.stepX + a.offsetX,
      );
    }
  }
}

/** Adds a row of T to the window whose first pixel is (top, left). */
function addWindow(
  a: ScatterProductArgs,
  row: usize,
  stripBytes: usize,
  image: usize,
  top: i32,
  left: i32,
): void {
  const run = a.windowWidth * a.channels;
  const from = max(0, -left) * a.channels;
  const count = min(run, (a.width - left) * a.channels) - from;
  for (let y = 0; y < a.windowHeight; y++) {
    if (<u32>(top + y) >= <u32>a.height) continue;
    const pixel = (top + y) * a.width + left;
    const to = image + (<usize>(pixel * a.channels + from) << 2);
    addRun(row, stripBytes, y * run + from, count, to);
  }
}

/** Adds `count` floats from column k of a row in strips on to neighbouring floats. */
function addRun(row: usize, stripBytes: usize, k: i32, count: i32, to: usize): void {
  const end = k + count;
  while (k < end) {
    const from = row + <usize>(k >> 4) * stripBytes + (<usize>(k & 15) << 2);
    if ((k & 15) <= 12 && k + 4 <= end) {
      v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
      k += 4;
      to += 16;
    } else {
      store<f32>(to, load<f32>(to) + load<f32>(from));
      k++;
      to += 4;
    }
  }
}
