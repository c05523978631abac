/**
 * Stores the first `count` of four floats, or all of them if count is 4 or more: the end
 * of a row whose length is no multiple of 4.
 */
@inline
export function storePart(address: usize, values: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, values);
    return;
  }
  v128.store32_lane(address, values, 0);
  if (count > 1) v128.store32_lane(address, values, 1, 4);
  if (count > 2) v128.store32_lane(address, values, 2, 8);
}
