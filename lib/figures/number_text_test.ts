import assert from "node:assert/strict";
import { numberText } from "./number_text.ts";

Deno.test("numberText() keeps every digit of whole numbers, thousands apart", () => {
  assert.equal(numberText(3576704), "3,576,704");
  assert.equal(numberText(0), "0");
});

Deno.test("numberText() keeps three significant digits of other numbers", () => {
  assert.equal(numberText(2 * Math.LN2), "1.39");
  assert.equal(numberText(0.031249), "0.0312");
  assert.equal(numberText(1234.5), "1,235");
  assert.equal(numberText(999.9), "1,000");
});

Deno.test("numberText() keeps as many digits as it is told", () => {
  assert.equal(numberText(Math.PI, { digits: 5 }), "3.1416");
});

Deno.test("numberText() writes a minus sign, not a hyphen", () => {
  assert.equal(numberText(-0.5), "−0.5");
  assert.equal(numberText(2e-7 + 1e-12), "2e−7");
});

Deno.test("numberText() writes numbers that are not finite", () => {
  assert.equal(numberText(NaN), "NaN");
  assert.equal(numberText(-Infinity), "−∞");
});
