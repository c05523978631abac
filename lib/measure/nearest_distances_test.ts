import assert from "node:assert/strict";
import type { ImageSet } from "../data/image_set.ts";
import { nearestDistances } from "./nearest_distances.ts";

/** One black pixel and one white pixel, each an image. */
const set: ImageSet = {
  ...{ images: Uint8Array.of(0, 255), count: 2, height: 1, width: 1, channels: 1 },
  ...{ labels: null, classNames: null, origin: "by hand" },
};

Deno.test("nearestDistances() gives the least and the mean of each group, by hand", () => {
  const groups = {
    copies: { data: Float32Array.of(-1, 1), shape: [2, 1, 1, 1] },
    greys: { data: Float32Array.of(-.5, 0), shape: [2, 1, 1, 1] },
  };
  assert.deepEqual(nearestDistances(groups, set), [
    { group: "copies", smallest: 0, mean: 0 },
    { group: "greys", smallest: .5, mean: .75 },
  ]);
});

Deno.test("nearestDistances() refuses images of another shape", () => {
  const wide = { data: Float32Array.of(0, 0), shape: [1, 1, 2, 1] };
  assert.throws(() => nearestDistances({ wide }, set), { name: "RangeError" });
});
