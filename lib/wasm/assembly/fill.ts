// Fill: y[i] = value for 0 ≤ i < count.
//
// Task t writes the elements from t · chunk to (t + 1) · chunk.

@unmanaged
class FillArgs {
  y: usize;
  count: i32;
  chunk: i32;
  value: f32;
}

/** Writes one chunk. */
export function fill(args: usize, task: i32, thread: i32): void {
  const a = changetype<FillArgs>(args);
  const end = a.y + (<usize>min(a.count, (task + 1) * a.chunk) << 2);
  const values = f32x4.splat(a.value);
  let y = a.y + (<usize>(task * a.chunk) << 2);
  for (; y + 16 <= end; y += 16) v128.store(y, values);
  for (; y < end; y += 4) store<f32>(y, a.value);
}
