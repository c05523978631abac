// The gradient of LeakyReLU, and of ReLU with slope 0: dx[i] = dy[i] where x[i] > 0,
// else slope · dy[i].
//
// Task t computes the elements from t · chunk to (t + 1) · chunk; chunk is a multiple
// of 4. The last vector may pass the end of dx: blocks of the heap are padded.

@unmanaged
class ActivationGradientArgs {
  x: usize;
  dy: usize;
  dx: usize;
  count: i32;
  chunk: i32;
  slope: f32;
}

/** Computes the elements of one task; the formula stands above. */
export function leakyReluGradient(args: usize, task: i32, thread: i32): void {
  const p = changetype<ActivationGradientArgs>(args);
  const slope = f32x4.splat(p.slope);
  const zero = f32x4.splat(0);
  const first = task * p.chunk;
  const end = min(p.count, first + p.chunk);
  for (let i = first; i < end; i += 4) {
    const offset = <usize>i << 2;
    const dy = v128.load(p.dy + offset);
    const positive = f32x4.gt(v128.load(p.x + offset), zero);
    v128.store(p.dx + offset, v128.bitselect(dy, f32x4.mul(dy, slope), positive));
  }
}
