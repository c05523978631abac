import assert from "node:assert/strict";
import { RandomGenerator } from "../../tensor/random.ts";
import { Variation } from "./variation.ts";

const draw = <T>(of: (vary: Variation) => T): T[] => {
  const vary = new Variation(new RandomGenerator(1));
  return Array.from({ length: 10_000 }, () => of(vary));
};

Deno.test("about(5, 3) lies within 2 to 8, with mean 5 ± .05 and deviation 1 ± .05", () => {
  const values = draw((vary) => vary.about(5, 3));
  assert.ok(values.every((value) => value >= 2 && value <= 8));
  const mean = values.reduce((a, b) => a + b) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  // A standard error of .01; the deviation of three uniform numbers is reach / 3.
  assert.ok(Math.abs(mean - 5) < 0.05, `${mean}`);
  assert.ok(Math.abs(Math.sqrt(square / values.length) - 1) < 0.05);
});

Deno.test("between(2, 4) reaches both ends within .01 and never 4 itself", () => {
  const values = draw((vary) => vary.between(2, 4));
  assert.ok(Math.min(...values) >= 2 && Math.min(...values) < 2.01);
  assert.ok(Math.max(...values) < 4 && Math.max(...values) > 3.99);
});

Deno.test("oneOf() draws each of four choices in a quarter ± 2 % of the cases", () => {
  const values = draw((vary) => vary.oneOf(["a", "b", "c", "d"]));
  for (const choice of ["a", "b", "c", "d"]) {
    const share = values.filter((value) => value === choice).length / values.length;
    assert.ok(Math.abs(share - 0.25) < 0.02, `${choice}: ${share}`);
  }
});

Deno.test("chance(.3) is true in 30 ± 2 % of the cases, chance(0) never", () => {
  const share = draw((vary) => vary.chance(0.3)).filter(Boolean).length / 10_000;
  assert.ok(Math.abs(share - 0.3) < 0.02, `${share}`);
  assert.equal(draw((vary) => vary.chance(0)).filter(Boolean).length, 0);
});
