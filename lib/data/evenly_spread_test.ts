import assert from "node:assert/strict";
import { evenlySpread } from "./evenly_spread.ts";

Deno.test("evenlySpread() takes the first, the last and what lies evenly between them", () => {
  assert.deepEqual(evenlySpread(5, 2), [0, 4]);
  assert.deepEqual(evenlySpread(9, 5), [0, 2, 4, 6, 8]);
  assert.deepEqual(evenlySpread(10, 4), [0, 3, 6, 9]);
  assert.deepEqual(evenlySpread(7, 1), [0]);
});

Deno.test("evenlySpread() takes all where no fewer are wanted, and none of none", () => {
  assert.deepEqual(evenlySpread(3, 3), [0, 1, 2]);
  assert.deepEqual(evenlySpread(3, 100), [0, 1, 2]);
  assert.deepEqual(evenlySpread(0, 4), []);
  assert.deepEqual(evenlySpread(4, 0), []);
});

Deno.test("evenlySpread() takes no index twice, and distances that differ by 1 at most", () => {
  for (let count = 2; count < 60; count++) {
    for (let wanted = 2; wanted <= count; wanted++) {
      const indices = evenlySpread(count, wanted);
      assert.deepEqual([indices[0], indices.at(-1)], [0, count - 1]);
      const gaps = indices.slice(1).map((index, i) => index - indices[i]);
      const [least, most] = [Math.min(...gaps), Math.max(...gaps)];
      assert.ok(least >= 1 && most - least <= 1, `${wanted} of ${count}: ${gaps}`);
    }
  }
});
