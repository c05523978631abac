import assert from "node:assert/strict";
import { byName, failsBeside, type SpecResult } from "./spec_results.ts";

const result = (
  name: string,
  status: SpecResult["status"],
  why: string[] = [],
): SpecResult => ({ name, status, why });

Deno.test("byName() numbers specs of one name", () => {
  const results = byName([
    result("a", "passed"),
    result("b", "passed"),
    result("a", "failed"),
  ]);
  assert.deepEqual([...results.keys()], ["a", "b", "a (2)"]);
  assert.equal(results.get("a (2)")?.status, "failed");
});

Deno.test("failsBeside() tells of specs that pass on the reference alone", () => {
  const reference = byName([
    result("same", "passed"),
    result("worse", "passed"),
    result("lost", "passed"),
    result("left out", "passed"),
    result("fails on both", "failed"),
  ]);
  const actual = byName([
    result("same", "passed"),
    result("worse", "failed", ["1 is not 2"]),
    result("left out", "pending"),
    result("fails on both", "failed"),
    result("more", "failed"),
  ]);
  assert.deepEqual(failsBeside(reference, actual), [
    "worse: 1 is not 2",
    "lost: did not run",
    "left out: pending",
  ]);
});
