import assert from "node:assert/strict";
import { percent } from "./percent.ts";

Deno.test("percent() is all or nothing only where the share is", () => {
  assert.deepEqual([0, .002, .009, .5, .984, .991, .997, 1].map(percent), [
    "0 %",
    "less than 1 %",
    "less than 1 %",
    "50 %",
    "98 %",
    "more than 99 %",
    "more than 99 %",
    "100 %",
  ]);
});
