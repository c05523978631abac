// Exponential, logistic and hyperbolic functions of four floats.
//
// All of plain multiplications and additions, never fused ones, so that every processor
// gives the same bits. The errors named here are held by a test.

/**
 * eˣ within 2e-7 of its value (below 1e-38 within 1e-45): x = n ln 2 + r, |r| ≤ ln 2 / 2,
 * eˣ = 2ⁿ eʳ; eʳ is the polynomial of Cephes' expf (https://www.netlib.org/cephes/).
 * NaN stays NaN, −∞ gives 0, from 88.73 on the result is ∞.
 */
@inline
export function exp4(x: v128): v128 {
  const bounded = f32x4.min(f32x4.max(x, f32x4.splat(-104)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504)));
  // ln 2 in two parts; the first has few bits, so that its product with n is exact.
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r);
  p = f32x4.add(p, f32x4.splat(1));
  // 2ⁿ in two factors: n reaches 128 and −150, a float's exponent only 127 and −126.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(p, power4(half)), power4(i32x4.sub(whole, half)));
}

// 2ⁿ for −126 ≤ n ≤ 127, by the bits of a float.
@inline
function power4(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/**
 * 1 / (1 + e⁻ˣ) within 3e-7 of its value, also where it is tiny: e is only ever raised
 * to −|x|.
 */
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  const z = exp4(f32x4.neg(f32x4.abs(x)));
  const numerator = v128.bitselect(z, one, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(numerator, f32x4.add(one, z));
}

/**
 * ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|) within 3e-7 of its value, without a threshold
 * beyond which it would be x or eˣ. With z = e^−|x| in [0, 1] and s = z / (2 + z) ≤ 1/3,
 * ln(1 + z) = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …); the next term is below 3e-9.
 */
@inline
export function softplus4(x: v128): v128 {
  const z = exp4(f32x4.neg(f32x4.abs(x)));
  const s = f32x4.div(z, f32x4.add(z, f32x4.splat(2)));
  const square = f32x4.mul(s, s);
  let p = f32x4.splat(1.0 / 15.0);
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.0 / 13.0));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.0 / 11.0));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.0 / 9.0));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.0 / 7.0));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.0 / 5.0));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.0 / 3.0));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1));
  const logarithm = f32x4.mul(f32x4.add(s, s), p);
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), logarithm);
}

/**
 * tanh x within 3e-7 of its value: near 0 by Cephes' tanhf polynomial, else
 * 1 − 2 / (e^2|x| + 1) with the sign of x.
 */
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const magnitude = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, square), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, square), x), x);
  const power = exp4(f32x4.add(magnitude, magnitude));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(power, one)));
  const sign = v128.and(x, i32x4.splat(<i32>0x80000000));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(magnitude, f32x4.splat(0.625)));
}
