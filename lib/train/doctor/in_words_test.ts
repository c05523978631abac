import assert from "node:assert/strict";
import { inWords, percent } from "./in_words.ts";

Deno.test("numbers have two digits that count, large ones all before the point", () => {
  assert.deepEqual([.0304, 7.203, 15, 512.4, 0].map(inWords), [
    "0.03",
    "7.2",
    "15",
    "512",
    "0",
  ]);
  assert.equal(inWords(NaN), "NaN");
});

Deno.test("per cent are all or nothing only if they are", () => {
  assert.deepEqual([0, .002, .5, .984, .997, 1].map(percent), [
    "0 %",
    "less than 1 %",
    "50 %",
    "98 %",
    "more than 99 %",
    "100 %",
  ]);
});
