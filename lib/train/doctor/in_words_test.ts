import assert from "node:assert/strict";
import { inWords } from "./in_words.ts";

Deno.test("numbers have two digits that count, large ones all before the point", () => {
  assert.deepEqual([.0304, 7.203, 15, 512.4, 0].map(inWords), [
    "0.03",
    "7.2",
    "15",
    "512",
    "0",
  ]);
  assert.deepEqual([NaN, Infinity, -Infinity].map(inWords), [
    "NaN",
    "Infinity",
    "-Infinity",
  ]);
});
