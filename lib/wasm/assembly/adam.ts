// One step of Adam, in place, in PyTorch's order of operations:
//
//     m ← m + (1 − β1)(g − m)
//     v ← β2 v + (1 − β2) g²
//     θ ← θ − stepSize · m / (√v / secondCorrection + ε)
//
// Task t updates the elements from t · chunk to (t + 1) · chunk; chunk is a multiple
// of 4. The last vector may pass the end: blocks of the heap are padded to 64 bytes.

@unmanaged
class AdamArgs {
  parameter: usize;
  gradient: usize;
  firstMoment: usize;
  secondMoment: usize;
  count: i32;
  chunk: i32;
  firstWeight: f32;
  firstDecay: f32;
  secondDecay: f32;
  secondWeight: f32;
  stepSize: f32;
  secondCorrection: f32;
  epsilon: f32;
}

/** Updates the elements of one task; the formulas stand above. */
export function adamUpdate(args: usize, task: i32, thread: i32): void {
  const p = changetype<AdamArgs>(args);
  const nearFirst = p.firstWeight < 0.5;
  const first = task * p.chunk;
  const end = min(p.count, first + p.chunk);
  for (let i = first; i < end; i += 4) {
    const offset = <usize>i << 2;
    const g = v128.load(p.gradient + offset);
    let m = v128.load(p.firstMoment + offset);
    const difference = f32x4.sub(g, m);
    // PyTorch's lerp starts from the nearer end.
    m = nearFirst
      ? f32x4.add(m, f32x4.mul(difference, f32x4.splat(p.firstWeight)))
      : f32x4.sub(g, f32x4.mul(difference, f32x4.splat(p.firstDecay)));
    v128.store(p.firstMoment + offset, m);
    let v = f32x4.mul(v128.load(p.secondMoment + offset), f32x4.splat(p.secondDecay));
    v = f32x4.add(v, f32x4.mul(f32x4.mul(g, f32x4.splat(p.secondWeight)), g));
    v128.store(p.secondMoment + offset, v);
    const root = f32x4.div(f32x4.sqrt(v), f32x4.splat(p.secondCorrection));
    const denominator = f32x4.add(root, f32x4.splat(p.epsilon));
    const move = f32x4.div(f32x4.mul(m, f32x4.splat(p.stepSize)), denominator);
    const parameter = v128.load(p.parameter + offset);
    v128.store(p.parameter + offset, f32x4.sub(parameter, move));
  }
}
