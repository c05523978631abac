// A few numbers to where another kernel reads them; one task does it.

@unmanaged
class StoreArgs {
  y: usize;
  count: i32;
  // The numbers follow.
}

/** y[i] = the argument i behind `count`. */
export function storeNumbers(args: usize, task: i32, thread: i32): void {
  const a = changetype<StoreArgs>(args);
  memory.copy(a.y, args + offsetof<StoreArgs>(), <usize>a.count << 2);
}

@unmanaged
class RepeatArgs {
  x: usize;
  y: usize;
  size: i32;
  count: i32;
}

/** y[i] = x[i mod size] for 0 ≤ i < count. */
export function repeatNumbers(args: usize, task: i32, thread: i32): void {
  const a = changetype<RepeatArgs>(args);
  for (let i = 0, from = 0; i < a.count; i++) {
    store<f32>(a.y + (<usize>i << 2), load<f32>(a.x + (<usize>from << 2)));
    if (++from == a.size) from = 0;
  }
}
