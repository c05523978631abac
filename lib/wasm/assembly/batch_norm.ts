// Batch normalisation with an activation, forward, over x[rows, channels]:
//
//     factor = γ / √(variance + ε)
//     u = (x − mean) · factor + β;  y = u where u > 0, else slope · u
//
// Three jobs: moments of each block of rows; their union; the normalised values. Every
// block is read twice for its moments while it is in the cache, so that its variance is
// that of the differences from its own mean: no digits are lost far from zero. Four rows
// are added in single precision, and their sums in double.
//
// Rows of four channels are loaded whole: past the last channel come numbers of the next
// row, or of the block's padding, that nothing uses. Such tails are stored lane by lane.
import { addToDoubles } from "./double_sums";
import { storePart } from "./store_part";

/** Floats a channel in a block's moments: two doubles and a float. */
const MOMENTS: usize = 5;

@unmanaged
class MomentsArgs {
  x: usize;
  // [task]: Σ x and Σ (x − m)² in doubles, then m in floats; [stride] of each.
  partial: usize;
  rows: i32;
  channels: i32;
  rowsPerTask: i32;
  // The channels, rounded up to a multiple of 4.
  stride: i32;
}

/** Task t computes the moments of rows t · rowsPerTask to (t + 1) · rowsPerTask. */
export function batchNormMoments(args: usize, task: i32, thread: i32): void {
  const p = changetype<MomentsArgs>(args);
  const first = task * p.rowsPerTask;
  const rows = min(p.rows - first, p.rowsPerTask);
  const width = <usize>p.stride << 2;
  const rowBytes = <usize>p.channels << 2;
  const sums = p.partial + <usize>task * MOMENTS * width;
  const squares = sums + 2 * width;
  const means = squares + 2 * width;
  memory.fill(sums, 0, 4 * width);
  const start = p.x + <usize>first * rowBytes;
  const fours = start + <usize>(rows & ~3) * rowBytes;
  const end = start + <usize>rows * rowBytes;
  let row = start;
  for (; row < fours; row += 4 * rowBytes) {
    for (let c: usize = 0; c < width; c += 16) {
      const x = row + c;
      const y = x + 2 * rowBytes;
      const low = f32x4.add(v128.load(x), v128.load(x + rowBytes));
      const high = f32x4.add(v128.load(y), v128.load(y + rowBytes));
      addToDoubles(sums + 2 * c, f32x4.add(low, high));
    }
  }
  for (; row < end; row += rowBytes) {
    for (let c: usize = 0; c < width; c += 16) addToDoubles(sums + 2 * c, v128.load(row + c));
  }
  for (let c: usize = 0; c < width; c += 4) {
    store<f32>(means + c, <f32>(load<f64>(sums + 2 * c) / <f64>rows));
  }
  for (row = start; row < fours; row += 4 * rowBytes) {
    for (let c: usize = 0; c < width; c += 16) {
      const mean = v128.load(means + c);
      const x = row + c;
      const y = x + 2 * rowBytes;
      const low = f32x4.add(squared(x, mean), squared(x + rowBytes, mean));
      const high = f32x4.add(squared(y, mean), squared(y + rowBytes, mean));
      addToDoubles(squares + 2 * c, f32x4.add(low, high));
    }
  }
  for (; row < end; row += rowBytes) {
    for (let c: usize = 0; c < width; c += 16) {
      addToDoubles(squares + 2 * c, squared(row + c, v128.load(means + c)));
    }
  }
}

@inline
function squared(x: usize, mean: v128): v128 {
  const d = f32x4.sub(v128.load(x), mean);
  return f32x4.mul(d, d);
}

@unmanaged
class UniteArgs {
  partial: usize;
  gamma: usize;
  mean: usize;
  variance: usize;
  // 1 / √(variance + ε)
  scale: usize;
  // γ · scale
  factor: usize;
  rows: i32;
  channels: i32;
  rowsPerTask: i32;
  stride: i32;
  blocks: i32;
  channelsPerTask: i32;
  epsilon: f32;
}

/**
 * Unites the blocks' moments, in double precision and in the blocks' order: the squares
 * about the whole mean are those within the blocks and those between their means.
 */
export function batchNormUnite(args: usize, task: i32, thread: i32): void {
  const p = changetype<UniteArgs>(args);
  const first = task * p.channelsPerTask;
  const end = min(p.channels, first + p.channelsPerTask);
  const width = <usize>p.stride << 2;
  for (let c = first; c < end; c++) {
    const offset = <usize>c << 2;
    let sum: f64 = 0;
    for (let block = 0; block < p.blocks; block++) {
      sum += load<f64>(p.partial + <usize>block * MOMENTS * width + 2 * offset);
    }
    const mean = sum / <f64>p.rows;
    let squares: f64 = 0;
    for (let block = 0; block < p.blocks; block++) {
      const partial = p.partial + <usize>block * MOMENTS * width + 2 * offset;
      const blockRows = <f64>rowsOf(block, p);
      const d = load<f64>(partial) / blockRows - mean;
      squares += load<f64>(partial + 2 * width) + blockRows * d * d;
    }
    const variance = squares / <f64>p.rows;
    const scale = <f32>(1 / sqrt<f64>(variance + <f64>p.epsilon));
    store<f32>(p.mean + offset, <f32>mean);
    store<f32>(p.variance + offset, <f32>variance);
    store<f32>(p.scale + offset, scale);
    store<f32>(p.factor + offset, load<f32>(p.gamma + offset) * scale);
  }
}

@inline
function rowsOf(block: i32, p: UniteArgs): i32 {
  return min(p.rowsPerTask, p.rows - block * p.rowsPerTask);
}

@unmanaged
class ApplyArgs {
  x: usize;
  y: usize;
  mean: usize;
  factor: usize;
  beta: usize;
  rows: i32;
  channels: i32;
  rowsPerTask: i32;
  slope: f32;
}

/** Task t writes the rows t · rowsPerTask to (t + 1) · rowsPerTask of y. */
export function batchNormApply(args: usize, task: i32, thread: i32): void {
  const p = changetype<ApplyArgs>(args);
  const first = task * p.rowsPerTask;
  const rows = min(p.rows - first, p.rowsPerTask);
  const slope = f32x4.splat(p.slope);
  let x = p.x + (<usize>(first * p.channels) << 2);
  let y = p.y + (<usize>(first * p.channels) << 2);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < p.channels; c += 4) {
      const offset = <usize>c << 2;
      const d = f32x4.sub(v128.load(x + offset), v128.load(p.mean + offset));
      const scaled = f32x4.mul(d, v128.load(p.factor + offset));
      const u = f32x4.add(scaled, v128.load(p.beta + offset));
      const positive = f32x4.gt(u, f32x4.splat(0));
      const activated = v128.bitselect(u, f32x4.mul(u, slope), positive);
      storePart(y + offset, activated, p.channels - c);
    }
    x += <usize>p.channels << 2;
    y += <usize>p.channels << 2;
  }
}
