// The gradient of batch normalisation with an activation, over x[rows, channels]. With
// d = dy where u > 0, else slope · dy, and x̂ = (x − mean) · scale,
//
//     dβ = Σ d,  dγ = Σ d x̂
//     dx = γ scale (d − dβ / rows − x̂ dγ / rows)
//
// u is computed by the same operations as in the forward pass, so that both agree on its
// sign. Three jobs: sums of each block of rows; their union; the values of dx.
//
// Of numbers that are nearly alike the bracket leaves little, in which roundings of a sum
// over all rows would show: so sums, and the bracket, are in double precision.
import { addToDoubles, upper } from "./double_sums";
import { storePart } from "./store_part";

@unmanaged
class SumsArgs {
  x: usize;
  dy: usize;
  mean: usize;
  // γ · scale, as the forward pass rounded it.
  factor: usize;
  beta: usize;
  // Doubles, [task][Σ d, Σ d (x − mean)][stride].
  partial: usize;
  rows: i32;
  channels: i32;
  rowsPerTask: i32;
  // The channels, rounded up to a multiple of 4.
  stride: i32;
  slope: f32;
}

// d for four channels of one row.
@inline
function activated(dy: v128, centred: v128, factor: v128, beta: v128, slope: v128): v128 {
  const u = f32x4.add(f32x4.mul(centred, factor), beta);
  return v128.bitselect(dy, f32x4.mul(dy, slope), f32x4.gt(u, f32x4.splat(0)));
}

/** Task t sums the rows t · rowsPerTask to (t + 1) · rowsPerTask. */
export function batchNormGradientSums(args: usize, task: i32, thread: i32): void {
  const p = changetype<SumsArgs>(args);
  const first = task * p.rowsPerTask;
  const rows = min(p.rows - first, p.rowsPerTask);
  const width = <usize>p.stride << 2;
  const slope = f32x4.splat(p.slope);
  const rowBytes = <usize>p.channels << 2;
  const sums = p.partial + <usize>task * 4 * width;
  const products = sums + 2 * width;
  memory.fill(sums, 0, 4 * width);
  let x = p.x + <usize>first * rowBytes;
  let dy = p.dy + <usize>first * rowBytes;
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    for (let c: usize = 0; c < width; c += 16) {
      const mean = v128.load(p.mean + c);
      const factor = v128.load(p.factor + c);
      const beta = v128.load(p.beta + c);
      const x2 = x + 2 * rowBytes + c;
      const dy2 = dy + 2 * rowBytes + c;
      const c0 = f32x4.sub(v128.load(x + c), mean);
      const c1 = f32x4.sub(v128.load(x + c + rowBytes), mean);
      const c2 = f32x4.sub(v128.load(x2), mean);
      const c3 = f32x4.sub(v128.load(x2 + rowBytes), mean);
      const d0 = activated(v128.load(dy + c), c0, factor, beta, slope);
      const d1 = activated(v128.load(dy + c + rowBytes), c1, factor, beta, slope);
      const d2 = activated(v128.load(dy2), c2, factor, beta, slope);
      const d3 = activated(v128.load(dy2 + rowBytes), c3, factor, beta, slope);
      const sum = f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3));
      const low = f32x4.add(f32x4.mul(d0, c0), f32x4.mul(d1, c1));
      const high = f32x4.add(f32x4.mul(d2, c2), f32x4.mul(d3, c3));
      addToDoubles(sums + 2 * c, sum);
      addToDoubles(products + 2 * c, f32x4.add(low, high));
    }
    x += 4 * rowBytes;
    dy += 4 * rowBytes;
  }
  for (; row < rows; row++) {
    for (let c: usize = 0; c < width; c += 16) {
      const centred = f32x4.sub(v128.load(x + c), v128.load(p.mean + c));
      const factor = v128.load(p.factor + c);
      const d = activated(v128.load(dy + c), centred, factor, v128.load(p.beta + c), slope);
      addToDoubles(sums + 2 * c, d);
      addToDoubles(products + 2 * c, f32x4.mul(d, centred));
    }
    x += rowBytes;
    dy += rowBytes;
  }
}

@unmanaged
class UniteArgs {
  partial: usize;
  scale: usize;
  dGamma: usize;
  dBeta: usize;
  // dβ / rows, in doubles
  shift: usize;
  // scale · dγ / rows, in doubles
  tilt: usize;
  rows: i32;
  channels: i32;
  stride: i32;
  blocks: i32;
  channelsPerTask: i32;
}

/** Unites the blocks' sums, in double precision and in the blocks' order. */
export function batchNormGradientUnite(args: usize, task: i32, thread: i32): void {
  const p = changetype<UniteArgs>(args);
  const first = task * p.channelsPerTask;
  const end = min(p.channels, first + p.channelsPerTask);
  const width = <usize>p.stride << 2;
  for (let c = first; c < end; c++) {
    const offset = <usize>c << 2;
    let sum: f64 = 0;
    let product: f64 = 0;
    for (let block = 0; block < p.blocks; block++) {
      const partial = p.partial + <usize>block * 4 * width + 2 * offset;
      sum += load<f64>(partial);
      product += load<f64>(partial + 2 * width);
    }
    const scale = <f64>load<f32>(p.scale + offset);
    const dGamma = scale * product;
    store<f32>(p.dBeta + offset, <f32>sum);
    store<f32>(p.dGamma + offset, <f32>dGamma);
    store<f64>(p.shift + 2 * offset, sum / <f64>p.rows);
    store<f64>(p.tilt + 2 * offset, scale * dGamma / <f64>p.rows);
  }
}

@unmanaged
class ApplyArgs {
  x: usize;
  dy: usize;
  dx: usize;
  mean: usize;
  factor: usize;
  beta: usize;
  shift: usize;
  tilt: usize;
  rows: i32;
  channels: i32;
  rowsPerTask: i32;
  slope: f32;
}

// d − shift − centred · tilt of two channels: what is left may be far smaller.
@inline
function rest(d: v128, centred: v128, shift: usize, tilt: usize): v128 {
  const tilted = f64x2.mul(f64x2.promote_low_f32x4(centred), v128.load(tilt));
  const shifted = f64x2.sub(f64x2.promote_low_f32x4(d), v128.load(shift));
  return f32x4.demote_f64x2_zero(f64x2.sub(shifted, tilted));
}

/** Task t writes the rows t · rowsPerTask to (t + 1) · rowsPerTask of dx. */
export function batchNormGradientApply(args: usize, task: i32, thread: i32): void {
  const p = changetype<ApplyArgs>(args);
  const first = task * p.rowsPerTask;
  const rows = min(p.rows - first, p.rowsPerTask);
  const slope = f32x4.splat(p.slope);
  let row = <usize>(first * p.channels) << 2;
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < p.channels; c += 4) {
      const offset = <usize>c << 2;
      const centred = f32x4.sub(v128.load(p.x + row + offset), v128.load(p.mean + offset));
      const factor = v128.load(p.factor + offset);
      const dy = v128.load(p.dy + row + offset);
      const d = activated(dy, centred, factor, v128.load(p.beta + offset), slope);
      const low = rest(d, centred, p.shift + 2 * offset, p.tilt + 2 * offset);
      const high = rest(
        upper(d), upper(centred), p.shift + 2 * offset + 16, p.tilt + 2 * offset + 16,
      );
      const rests = i32x4.shuffle(low, high, 0, 1, 4, 5);
      storePart(p.dx + row + offset, f32x4.mul(factor, rests), p.channels - c);
    }
    row += <usize>p.channels << 2;
  }
}
