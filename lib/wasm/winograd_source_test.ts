import assert from "node:assert/strict";
import { winogradSource } from "./winograd_source.ts";

const functions = winogradSource().split("export function ").slice(1);
const text = (name: string) => functions.find((f) => f.startsWith(`${name}(`)) ?? "";

Deno.test("winogradSource() has the six transforms", () => {
  const names = functions.map((f) => f.slice(0, f.indexOf("(")));
  assert.deepEqual(names, [
    ...["inputToPoints", "filterToPoints", "pointsToOutput"],
    ...["outputToPoints", "pointsToInput", "pointsToFilter"],
  ]);
});

Deno.test("A transform loads each value and stores each result once a pass", () => {
  // Two passes, and two vectors a value.
  const count = (name: string, what: string) => text(name).split(what).length - 1;
  for (
    const [name, size, results] of [
      ["inputToPoints", 5, 5],
      ["filterToPoints", 2, 5],
      ["pointsToOutput", 5, 4],
      ["outputToPoints", 4, 5],
      ["pointsToFilter", 5, 2],
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
