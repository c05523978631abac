// The product of transposed patches and a matrix with a row for every patch:
//
//     sum[k, q] = Σᵣ patch[r, k] · right[r, q].
//
// The filter gradient of a convolution is this with the output's gradient as `right`,
// and AᵀB is this with a window of 1×1.
//
// A task has `taskStrips` strips of k, `taskColumns` strips of q and a part of the rows.
// It goes through its rows in blocks, adds their products to a block of sums that stays
// in the cache, and writes its sums to a part of its own; `sumParts` then adds the parts
// in their order. With one part, the sums are the result itself.
import { copyFloats, cutStrips, STRIP_ROW, stripsFor } from "./strips";
import { cutPatches, Windows } from "./patches";
import { multiplyColumns } from "./multiply";

@unmanaged
class WindowGradientArgs extends Windows {
  right: usize;
  /** `parts` matrices, one behind the other, each as large as the result. */
  sums: usize;
  /** Per thread: blockRows · 16 · (taskStrips + taskColumns) floats, then the sums. */
  scratch: usize;
  scratchBytes: usize;
  rightColumns: i32;
  taskStrips: i32;
  taskColumns: i32;
  /** Even. */
  blockRows: i32;
  parts: i32;
  /** Whether the narrow micro-kernels are the faster ones. */
  narrow: i32;
}

/** Computes one part of one block: t = (block of k · blocks of q + block of q) · parts + part. */
export function windowGradient(args: usize, task: i32, thread: i32): void {
  const a = changetype<WindowGradientArgs>(args);
  const k = a.windowHeight * a.windowWidth * a.channels;
  const columnTasks = (stripsFor(a.rightColumns) + a.taskColumns - 1) / a.taskColumns;
  const part = task % a.parts;
  const q0 = ((task / a.parts) % columnTasks) * a.taskColumns;
  const k0 = (task / a.parts / columnTasks) * a.taskStrips;
  const kStrips = min(a.taskStrips, stripsFor(k) - k0);
  const qStrips = min(a.taskColumns, stripsFor(a.rightColumns) - q0);
  const columns = min(a.rightColumns - q0 * 16, qStrips * 16);

  const rows = a.batch * a.gridHeight * a.gridWidth;
  const blocks = (rows + a.blockRows - 1) / a.blockRows;
  const firstBlock = <i32>(<i64>blocks * part / a.parts);
  const endBlock = <i32>(<i64>blocks * (part + 1) / a.parts);

  const stripBytes = <usize>a.blockRows * STRIP_ROW;
  const patches = a.scratch + <usize>thread * a.scratchBytes;
  const right = patches + <usize>a.taskStrips * stripBytes;
  const sums = right + <usize>a.taskColumns * stripBytes;
  const rightBytes = <usize>a.rightColumns << 2;
  const source = a.right + (<usize>q0 << 6);

  for (let block = firstBlock; block < endBlock; block++) {
    const first = block * a.blockRows;
    const count = min(a.blockRows, rows - first);
    cutPatches(a, first, count, k0 << 4, (k0 + kStrips) << 4, patches, a.blockRows);
    cutStrips(source + <usize>first * rightBytes, rightBytes, count, columns, right, a.blockRows);
    for (let q = 0; q < qStrips; q++) {
      for (let s = 0; s < kStrips; s++) {
        const left = patches + <usize>s * stripBytes;
        const b = right + <usize>q * stripBytes;
        const c = sums + (<usize>(q * kStrips + s) << 10);
        const add = block > firstBlock;
        multiplyColumns(left, count, b, c, add, a.narrow != 0);
      }
    }
  }
  const result = a.sums + <usize>part * <usize>k * rightBytes;
  const lines = min(k - k0 * 16, kStrips * 16);
  writeSums(result, rightBytes, k0, kStrips, q0, qStrips, lines, columns, sums);
}

/** Writes tiles of 16×16 sums to the rows of a row-major matrix. */
function writeSums(
  to: usize,
  rowBytes: usize,
  k0: i32,
  kStrips: i32,
  q0: i32,
  qStrips: i32,
  rows: i32,
  columns: i32,
  sums: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const target = to + <usize>(k0 * 16 + row) * rowBytes + (<usize>q0 << 6);
    const source = sums + (<usize>(row >> 4) << 10) + (<usize>(row & 15) << 6);
    for (let q = 0; q < qStrips; q++) {
      copyFloats(
        source + (<usize>(q * kStrips) << 10),
        target + (<usize>q << 6),
        min(16, columns - q * 16),
      );
    }
  }
}

@unmanaged
class SumPartsArgs {
  parts: usize;
  result: usize;
  /** Floats in the result. */
  count: i32;
  number: i32;
  chunk: i32;
}

/** result[i] = parts[0][i] + parts[1][i] + …; task t has floats from t · chunk on. */
export function sumParts(args: usize, task: i32, thread: i32): void {
  const a = changetype<SumPartsArgs>(args);
  const end = min(a.count, (task + 1) * a.chunk);
  const partBytes = <usize>a.count << 2;
  let i = task * a.chunk;
  for (; i + 4 <= end; i += 4) {
    let from = a.parts + (<usize>i << 2);
    let sum = v128.load(from);
    for (let p = 1; p < a.number; p++) {
      from += partBytes;
      sum = f32x4.add(sum, v128.load(from));
    }
    v128.store(a.result + (<usize>i << 2), sum);
  }
  for (; i < end; i++) {
    let from = a.parts + (<usize>i << 2);
    let sum = load<f32>(from);
    for (let p = 1; p < a.number; p++) {
      from += partBytes;
      sum += load<f32>(from);
    }
    store<f32>(a.result + (<usize>i << 2), sum);
  }
}
