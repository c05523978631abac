import assert from "node:assert/strict";
import { binMeans } from "./bin_means.ts";

const line = (...ys: number[]) => ys.map((y, index) => ({ x: index + 1, y }));

Deno.test("binMeans() leaves a line alone that has no more points than allowed", () => {
  const points = line(3, 1, 2);
  assert.deepEqual(binMeans(points, { most: 3 }), { points, size: 1 });
});

Deno.test("binMeans() averages equal runs, and what is left over by itself", () => {
  assert.deepEqual(binMeans(line(1, 3, 5, 9, 4), { most: 3 }), {
    points: [{ x: 1.5, y: 2 }, { x: 3.5, y: 7 }, { x: 5, y: 4 }],
    size: 2,
  });
});

Deno.test("binMeans() never hides a value that is not finite", () => {
  const { points } = binMeans(line(1, NaN, Infinity, 1, 1, 1), { most: 3 });
  assert.deepEqual(points.map(({ y }) => y), [NaN, Infinity, 1]);
});

Deno.test("binMeans() of no points is no points", () => {
  assert.deepEqual(binMeans([]), { points: [], size: 1 });
});
