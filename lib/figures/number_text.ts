/**
 * A number as people read it: few digits, thousands apart, a real minus sign.
 *
 * Whole numbers keep all digits (`3,576,704`). Others keep `digits` significant ones
 * (`0.0312`, `−1.39`), and powers of ten where they would need many zeros (`2e−7`).
 *
 * @param value Any number; `NaN` and the infinities are written as words and signs.
 * @param options.digits Significant digits of numbers that are not whole, 3 by default.
 */
export function numberText(value: number, { digits = 3 } = {}): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return "∞";
  if (value < 0) return "−" + numberText(-value, { digits });
  if (value === 0) return "0";
  if (Number.isInteger(value)) return value.toLocaleString("en-GB");
  const rounded = Number(value.toPrecision(digits));
  if (rounded >= 1000) return Math.round(value).toLocaleString("en-GB");
  return String(rounded).replace("-", "−");
}
