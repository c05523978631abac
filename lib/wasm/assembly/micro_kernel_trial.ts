// Products small enough for the caches, to see which form of the micro-kernels is faster.
import { KBLOCK, multiplyColumns, multiplyRows } from "./multiply";

/** How often both are computed: a tenth of a millisecond, more or less. */
const REPEATS = 4;

@unmanaged
class TrialArgs {
  /** A: KBLOCK / 16 strips of `rows` rows, and room for one row more. */
  a: usize;
  /** B: a strip of KBLOCK rows. */
  b: usize;
  /** A·B: a strip of `rows` rows, and room for one more. */
  product: usize;
  /** Aᵀ·B of A's first strip and the first `rows` rows of B: a strip of 16 rows. */
  columns: usize;
  rows: i32;
  narrow: i32;
}

/** Both products, the second as often as it takes for as many multiplications. */
export function microKernelTrial(args: usize, task: i32, thread: i32): void {
  const p = changetype<TrialArgs>(args);
  const narrow = p.narrow != 0;
  for (let i = 0; i < REPEATS; i++) {
    multiplyRows(p.a, p.rows, p.rows, KBLOCK, p.b, p.product, false, narrow);
    for (let strip = 0; strip < KBLOCK >> 4; strip++) {
      multiplyColumns(p.a, p.rows, p.b, p.columns, false, narrow);
    }
  }
}
