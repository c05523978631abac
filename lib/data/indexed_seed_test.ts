import assert from "node:assert/strict";
import { indexedSeed } from "./indexed_seed.ts";

Deno.test("100,000 indices of one seed have different seeds, from 0 to 2³² − 1", () => {
  const seeds = Array.from({ length: 100_000 }, (_, i) => indexedSeed(7, i));
  assert.equal(new Set(seeds).size, 100_000);
  assert.ok(seeds.every((seed) => seed === seed >>> 0));
});

Deno.test("two seeds share none of their first 1,000 indices' seeds", () => {
  const first = new Set(Array.from({ length: 1_000 }, (_, i) => indexedSeed(1, i)));
  const shared = Array.from({ length: 1_000 }, (_, i) => indexedSeed(2, i))
    .filter((seed) => first.has(seed));
  assert.deepEqual(shared, []);
});
