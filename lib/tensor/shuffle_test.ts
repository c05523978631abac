import assert from "node:assert/strict";
import { RandomGenerator } from "./random.ts";
import { shuffledIndices } from "./shuffle.ts";

Deno.test("shuffledIndices() holds every index once, for 0, 1 and 1000 of them", () => {
  for (const n of [0, 1, 1000]) {
    const indices = shuffledIndices(n, new RandomGenerator(1));
    assert.deepEqual(Array.from(indices).sort((a, b) => a - b), [...Array(n).keys()]);
  }
});

Deno.test("shuffledIndices() gives the same order for the same seed, another for another", () => {
  const order = (seed: number) => shuffledIndices(50, new RandomGenerator(seed));
  assert.deepEqual(order(1), order(1));
  assert.notDeepEqual(order(1), order(2));
});

Deno.test("all 24 orders of four are equally likely (χ² below 49.7, p = .001)", () => {
  const random = new RandomGenerator(1);
  const counts = new Map<string, number>();
  for (let i = 0; i < 24_000; i++) {
    const order = shuffledIndices(4, random).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 24);
  let chiSquare = 0;
  for (const count of counts.values()) chiSquare += (count - 1000) ** 2 / 1000;
  assert.ok(chiSquare < 49.7, `χ² is ${chiSquare}`);
});

Deno.test("shuffledIndices() refuses a count that is no whole number", () => {
  assert.throws(() => shuffledIndices(-1, new RandomGenerator(1)), {
    name: "RangeError",
    message:
      "Cannot shuffle as 'n' must be an integer from 0 to 4294967295: current value is -1",
  });
});
