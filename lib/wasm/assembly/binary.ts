// Elementwise functions of two tensors: y[i] = f(a[i mod aPeriod], b[i mod bPeriod]).
//
// A tensor of the result's shape has a period beyond its end; a scalar or a row of
// channels has its own size as period (at least 4: the caller repeats shorter ones) and
// 3 values of the next repetition behind it, so that every load of 4 is whole.
//
// Task t computes the elements from t · chunk to (t + 1) · chunk; chunk is a multiple
// of 4. The last vector may pass the end of y: blocks of the heap are padded to 64 bytes.

@unmanaged
class BinaryArgs {
  a: usize;
  b: usize;
  y: usize;
  count: i32;
  chunk: i32;
  aPeriod: i32;
  bPeriod: i32;
}

const ADD = 0;
const SUBTRACT = 1;
const MULTIPLY = 2;
const DIVIDE = 3;
const MAXIMUM = 4;
const MINIMUM = 5;
const SQUARED_DIFFERENCE = 6;

@inline
function combine(f: i32, a: v128, b: v128): v128 {
  if (f == ADD) return f32x4.add(a, b);
  if (f == SUBTRACT) return f32x4.sub(a, b);
  if (f == MULTIPLY) return f32x4.mul(a, b);
  if (f == DIVIDE) return f32x4.div(a, b);
  if (f == MAXIMUM) return f32x4.max(a, b);
  if (f == MINIMUM) return f32x4.min(a, b);
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}

@inline
function binary(f: i32, args: usize, task: i32): void {
  const p = changetype<BinaryArgs>(args);
  const first = task * p.chunk;
  const end = min(p.count, first + p.chunk);
  const aPeriod = p.aPeriod;
  const bPeriod = p.bPeriod;
  let aIndex = first % aPeriod;
  let bIndex = first % bPeriod;
  let y = p.y + (<usize>first << 2);
  for (let i = first; i < end; i += 4) {
    const a = v128.load(p.a + (<usize>aIndex << 2));
    const b = v128.load(p.b + (<usize>bIndex << 2));
    v128.store(y, combine(f, a, b));
    y += 16;
    aIndex += 4;
    if (aIndex >= aPeriod) aIndex -= aPeriod;
    bIndex += 4;
    if (bIndex >= bPeriod) bIndex -= bPeriod;
  }
}

/** y = a + b */
export function add(args: usize, task: i32, thread: i32): void {
  binary(ADD, args, task);
}

/** y = a − b */
export function subtract(args: usize, task: i32, thread: i32): void {
  binary(SUBTRACT, args, task);
}

/** y = a · b */
export function multiply(args: usize, task: i32, thread: i32): void {
  binary(MULTIPLY, args, task);
}

/** y = a / b */
export function divide(args: usize, task: i32, thread: i32): void {
  binary(DIVIDE, args, task);
}

/** The larger of a and b; NaN if either is. */
export function maximum(args: usize, task: i32, thread: i32): void {
  binary(MAXIMUM, args, task);
}

/** The smaller of a and b; NaN if either is. */
export function minimum(args: usize, task: i32, thread: i32): void {
  binary(MINIMUM, args, task);
}

/** y = (a − b)² */
export function squaredDifference(args: usize, task: i32, thread: i32): void {
  binary(SQUARED_DIFFERENCE, args, task);
}
