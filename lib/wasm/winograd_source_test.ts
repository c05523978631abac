import assert from "node:assert/strict";
import { winogradSource } from "./winograd_source.ts";

const functions = winogradSource().split("export function ").slice(1);
const text = (name: string) => functions.find((f) => f.startsWith(`${name}(`)) ?? "";

Deno.test("winogradSource() has two transforms of the input, and four for each number of taps", () => {
  const names = functions.map((f) => f.slice(0, f.indexOf("(")));
  assert.deepEqual(names, [
    ...["inputToPoints", "pointsToInput"],
    ...["filterToPoints2", "pointsToOutput2", "outputToPoints2", "pointsToFilter2"],
    ...["filterToPoints3", "pointsToOutput3", "outputToPoints3", "pointsToFilter3"],
  ]);
});

Deno.test("A transform loads each value and stores each result once a pass", () => {
  // Two passes, and two vectors a value.
  const count = (name: string, what: string) => text(name).split(what).length - 1;
  for (
    const [name, size, results] of [
      ["inputToPoints", 5, 5],
      ["filterToPoints2", 2, 5],
      ["pointsToOutput2", 5, 4],
      ["outputToPoints2", 4, 5],
      ["pointsToFilter2", 5, 2],
      ["filterToPoints3", 3, 5],
      ["pointsToOutput3", 5, 3],
    ] as const
  ) {
    assert.equal(count(name, "v128.load("), 4 * size, name);
    assert.equal(count(name, "v128.store("), 4 * results, name);
  }
});

Deno.test("A transform multiplies by no zero and no one", () => {
  for (const factor of ["0", "1", "-1"]) {
    assert.ok(!winogradSource().includes(`splat(${factor})`), factor);
  }
});
