// Sums over one axis of x[outer, reduced, inner], in double precision; every reduction
// over neighbouring axes has this form.
//
// Two jobs. sumPartial cuts the reduced axis into `chunks` pieces of `rows` rows; task
// t sums piece t mod chunks of a group of outer indices. sumFinish adds the pieces in
// their order, divides by `divisor` (1 for a sum, `reduced` for a mean) and rounds once.

@unmanaged
class SumArgs {
  x: usize;
  // Doubles, [outer, chunks, inner].
  partial: usize;
  y: usize;
  outer: i32;
  reduced: i32;
  inner: i32;
  rows: i32;
  chunks: i32;
  // Outer indices a task of sumPartial, outputs a task of sumFinish.
  group: i32;
  block: i32;
  divisor: i32;
}

/** Sums one piece of the reduced axis, for each outer index of a group. */
export function sumPartial(args: usize, task: i32, thread: i32): void {
  const p = changetype<SumArgs>(args);
  const chunk = task % p.chunks;
  const firstRow = chunk * p.rows;
  const rows = min(p.rows, p.reduced - firstRow);
  const firstOuter = (task / p.chunks) * p.group;
  const endOuter = min(p.outer, firstOuter + p.group);
  for (let outer = firstOuter; outer < endOuter; outer++) {
    const x = p.x + (<usize>(outer * p.reduced + firstRow) * p.inner << 2);
    const sums = p.partial + (<usize>(outer * p.chunks + chunk) * p.inner << 3);
    if (p.inner == 1) store<f64>(sums, sumRun(x, rows));
    else sumRows(x, sums, rows, p.inner);
  }
}

// The sum of `count` neighbouring floats.
function sumRun(x: usize, count: i32): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const values = v128.load(x + (<usize>i << 2));
    even = f64x2.add(even, f64x2.promote_low_f32x4(values));
    odd = f64x2.add(odd, f64x2.promote_low_f32x4(upper(values)));
  }
  const sums = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; i < count; i++) sum += <f64>load<f32>(x + (<usize>i << 2));
  return sum;
}

// sums[c] = the sum of x[row, c] over the rows.
function sumRows(x: usize, sums: usize, rows: i32, inner: i32): void {
  memory.fill(sums, 0, <usize>inner << 3);
  for (let row = 0; row < rows; row++) {
    let sum = sums;
    let c = 0;
    for (; c + 4 <= inner; c += 4) {
      const values = v128.load(x);
      const low = f64x2.promote_low_f32x4(values);
      const high = f64x2.promote_low_f32x4(upper(values));
      v128.store(sum, f64x2.add(v128.load(sum), low));
      v128.store(sum, f64x2.add(v128.load(sum, 16), high), 16);
      x += 16;
      sum += 32;
    }
    for (; c < inner; c++) {
      store<f64>(sum, load<f64>(sum) + <f64>load<f32>(x));
      x += 4;
      sum += 8;
    }
  }
}

@inline
function upper(values: v128): v128 {
  return i32x4.shuffle(values, values, 2, 3, 2, 3);
}

/** Adds the pieces of `block` outputs in their order, divides and rounds. */
export function sumFinish(args: usize, task: i32, thread: i32): void {
  const p = changetype<SumArgs>(args);
  const first = task * p.block;
  const end = min(p.outer * p.inner, first + p.block);
  for (let i = first; i < end; i++) {
    const outer = i / p.inner;
    const c = i % p.inner;
    let partial = p.partial + (<usize>(outer * p.chunks * p.inner + c) << 3);
    let sum: f64 = 0;
    for (let chunk = 0; chunk < p.chunks; chunk++) {
      sum += load<f64>(partial);
      partial += <usize>p.inner << 3;
    }
    store<f32>(p.y + (<usize>i << 2), <f32>(sum / <f64>p.divisor));
  }
}
