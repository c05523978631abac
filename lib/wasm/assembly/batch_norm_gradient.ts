// The gradient of batch normalisation with an activation, over x[rows, channels]. With
// d = dy where u > 0, else slope · dy, and x̂ = (x − mean) · scale,
//
//     dβ = Σ d,  dγ = Σ d x̂
//     dx = γ scale (d − dβ / rows − x̂ dγ / rows)
//
// u is computed by the same operations as in the forward pass, so that both agree on its
// sign. Three jobs: sums of each block of rows; their union; the values of dx.
import { storePart } from "./store_part";

@unmanaged
class SumsArgs {
  x: usize;
  dy: usize;
  mean: usize;
  // γ · scale, as the forward pass rounded it.
  factor: usize;
  beta: usize;
  // [task][Σ d, Σ d (x − mean)][stride]
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
  const sums = p.partial + <usize>task * 2 * width;
  const products = sums + width;
  memory.fill(sums, 0, 2 * width);
  let x = p.x + (<usize>(first * p.channels) << 2);
  let dy = p.dy + (<usize>(first * p.channels) << 2);
  for (let row = 0; row < rows; row++) {
    for (let c: usize = 0; c < width; c += 16) {
      const centred = f32x4.sub(v128.load(x + c), v128.load(p.mean + c));
      const factor = v128.load(p.factor + c);
      const d = activated(v128.load(dy + c), centred, factor, v128.load(p.beta + c), slope);
      v128.store(sums + c, f32x4.add(v128.load(sums + c), d));
      const product = f32x4.mul(d, centred);
      v128.store(products + c, f32x4.add(v128.load(products + c), product));
    }
    x += <usize>p.channels << 2;
    dy += <usize>p.channels << 2;
  }
}

@unmanaged
class UniteArgs {
  partial: usize;
  scale: usize;
  dGamma: usize;
  dBeta: usize;
  // dβ / rows
  shift: usize;
  // scale · dγ / rows
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
      const partial = p.partial + <usize>block * 2 * width + offset;
      sum += <f64>load<f32>(partial);
      product += <f64>load<f32>(partial + width);
    }
    const scale = <f64>load<f32>(p.scale + offset);
    const dGamma = scale * product;
    store<f32>(p.dBeta + offset, <f32>sum);
    store<f32>(p.dGamma + offset, <f32>dGamma);
    store<f32>(p.shift + offset, <f32>(sum / <f64>p.rows));
    store<f32>(p.tilt + offset, <f32>(scale * dGamma / <f64>p.rows));
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
      const tilted = f32x4.mul(centred, v128.load(p.tilt + offset));
      const rest = f32x4.sub(f32x4.sub(d, v128.load(p.shift + offset)), tilted);
      storePart(p.dx + row + offset, f32x4.mul(factor, rest), p.channels - c);
    }
    row += <usize>p.channels << 2;
  }
}
