// Elementwise functions of one tensor: y[i] = f(x[i]); `slope` is the number that
// leakyRelu and step take beside x.
//
// Task t computes the elements from t · chunk to (t + 1) · chunk; chunk is a multiple
// of 4. The last vector may pass the end of y: blocks of the heap are padded to 64 bytes.
import { exp4, sigmoid4, softplus4, tanh4 } from "./exponential";

@unmanaged
class UnaryArgs {
  x: usize;
  y: usize;
  count: i32;
  chunk: i32;
  slope: f32;
}

const NEGATE = 0;
const ABSOLUTE = 1;
const SQUARE = 2;
const SQUARE_ROOT = 3;
const INVERSE_SQUARE_ROOT = 4;
const EXPONENTIAL = 5;
const SIGMOID = 6;
const SOFTPLUS = 7;
const TANH = 8;
const RELU = 9;
const LEAKY_RELU = 10;
const STEP = 11;

@inline
function evaluate(f: i32, x: v128, slope: v128): v128 {
  const zero = f32x4.splat(0);
  if (f == NEGATE) return f32x4.neg(x);
  if (f == ABSOLUTE) return f32x4.abs(x);
  if (f == SQUARE) return f32x4.mul(x, x);
  if (f == SQUARE_ROOT) return f32x4.sqrt(x);
  if (f == INVERSE_SQUARE_ROOT) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  if (f == EXPONENTIAL) return exp4(x);
  if (f == SIGMOID) return sigmoid4(x);
  if (f == SOFTPLUS) return softplus4(x);
  if (f == TANH) return tanh4(x);
  if (f == RELU) return f32x4.max(x, zero);
  if (f == LEAKY_RELU) {
    return v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, zero));
  }
  // The step function: 1 above zero, else the slope; NaN stays NaN.
  const steps = v128.bitselect(f32x4.splat(1), slope, f32x4.gt(x, zero));
  return v128.bitselect(steps, x, f32x4.eq(x, x));
}

@inline
function unary(f: i32, args: usize, task: i32): void {
  const p = changetype<UnaryArgs>(args);
  const slope = f32x4.splat(p.slope);
  const first = task * p.chunk;
  const end = min(p.count, first + p.chunk);
  let x = p.x + (<usize>first << 2);
  let y = p.y + (<usize>first << 2);
  for (let i = first; i < end; i += 4) {
    v128.store(y, evaluate(f, v128.load(x), slope));
    x += 16;
    y += 16;
  }
}

/** y = −x */
export function negate(args: usize, task: i32, thread: i32): void {
  unary(NEGATE, args, task);
}

/** y = |x| */
export function absolute(args: usize, task: i32, thread: i32): void {
  unary(ABSOLUTE, args, task);
}

/** y = x² */
export function square(args: usize, task: i32, thread: i32): void {
  unary(SQUARE, args, task);
}

/** y = √x */
export function squareRoot(args: usize, task: i32, thread: i32): void {
  unary(SQUARE_ROOT, args, task);
}

/** y = 1/√x */
export function inverseSquareRoot(args: usize, task: i32, thread: i32): void {
  unary(INVERSE_SQUARE_ROOT, args, task);
}

/** y = eˣ */
export function exponential(args: usize, task: i32, thread: i32): void {
  unary(EXPONENTIAL, args, task);
}

/** y = 1 / (1 + e⁻ˣ) */
export function sigmoid(args: usize, task: i32, thread: i32): void {
  unary(SIGMOID, args, task);
}

/** y = ln(1 + eˣ) */
export function softplus(args: usize, task: i32, thread: i32): void {
  unary(SOFTPLUS, args, task);
}

/** y = tanh x */
export function tanh(args: usize, task: i32, thread: i32): void {
  unary(TANH, args, task);
}

/** y = x where x > 0, else 0 */
export function relu(args: usize, task: i32, thread: i32): void {
  unary(RELU, args, task);
}

/** y = x, but slope · x where x < 0 */
export function leakyRelu(args: usize, task: i32, thread: i32): void {
  unary(LEAKY_RELU, args, task);
}

/** y = 1 where x > 0, else slope */
export function step(args: usize, task: i32, thread: i32): void {
  unary(STEP, args, task);
}
