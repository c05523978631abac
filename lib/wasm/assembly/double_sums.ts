// Floats in double precision.

/** Adds four floats to four doubles. */
@inline
export function addToDoubles(doubles: usize, values: v128): void {
  const low = f64x2.promote_low_f32x4(values);
  const high = f64x2.promote_low_f32x4(upper(values));
  v128.store(doubles, f64x2.add(v128.load(doubles), low));
  v128.store(doubles, f64x2.add(v128.load(doubles, 16), high), 16);
}

/** The upper two of four floats, twice. */
@inline
export function upper(values: v128): v128 {
  return i32x4.shuffle(values, values, 2, 3, 2, 3);
}
