import assert from "node:assert/strict";
import { mean } from "./mean.ts";

Deno.test("mean() is the sum over the number, by hand", () => {
  assert.equal(mean([1, 2, 6]), 3);
  assert.equal(mean(Float32Array.of(-.5, .5)), 0);
  assert.equal(mean([1, 0, 0, 1]), .5);
});

Deno.test("mean() of bytes can be no byte, and that of nothing is NaN", () => {
  assert.equal(mean(Uint8Array.of(255, 254)), 254.5);
  assert.equal(mean([]), NaN);
});
