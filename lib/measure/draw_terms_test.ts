import assert from "node:assert/strict";
import { RandomGenerator } from "../tensor/random.ts";
import { drawTerms } from "./draw_terms.ts";

/** Six images: the first three surely with glasses, and the surer the further in front. */
const readings = {
  glasses: {
    labels: Uint16Array.of(1, 1, 1, 0, 0, 0),
    probabilities: Float32Array.of(.1, .9, .2, .8, .3, .7, .7, .3, .8, .2, .9, .1),
  },
};
const sum = { plus: { glasses: 1 }, minus: { glasses: 0 }, plusAlso: { glasses: 0 } };
const draw = (samples: number, among: number, seed = 1) => {
  const random = new RandomGenerator(seed);
  return drawTerms(readings, [sum, sum, sum, sum], { samples, among, random });
};

Deno.test("drawTerms() takes each term's samples from the surest of its look only", () => {
  for (const { plus, minus, plusAlso } of draw(2, 2)) {
    assert.deepEqual(plus.toSorted(), [0, 1]);
    assert.deepEqual(minus.toSorted(), [4, 5]);
    assert.deepEqual(plusAlso.toSorted(), [4, 5]);
  }
});

Deno.test("drawTerms() draws anew for each sum and each term", () => {
  const drawn = draw(1, 3).flatMap(({ minus, plusAlso }) => [...minus, ...plusAlso]);
  assert.ok(new Set(drawn).size > 1);
  assert.ok(drawn.every((place) => place >= 3));
});

Deno.test("drawTerms() is the same for the same seed, and other for another", () => {
  assert.deepEqual(draw(2, 3), draw(2, 3));
  assert.notDeepEqual(draw(2, 3), draw(2, 3, 2));
});

Deno.test("drawTerms() refuses more samples than there are to choose from", () => {
  assert.throws(() => draw(3, 2), {
    name: "RangeError",
    message: /'count' must be an integer from 0 to 2: current value is 3/,
  });
});
