import assert from "node:assert/strict";
import { mostProbable, rightShare } from "./most_probable.ts";

Deno.test("mostProbable() names the most probable class of each image, the first of equals, and its probability", () => {
  const { labels, confidences } = mostProbable(
    Float32Array.of(.25, .5, .25, .5, .5, 0, 0, 0, 1),
    3,
  );
  assert.deepEqual([...labels], [1, 0, 2]);
  assert.deepEqual([...confidences], [.5, .5, 1]);
});

Deno.test("mostProbable() is never sure of what is not a number", () => {
  const { labels, confidences } = mostProbable(Float32Array.of(NaN, NaN), 1);
  assert.deepEqual([labels[0], confidences[0]], [0, NaN]);
});

Deno.test("rightShare() is the share of labels that are right", () => {
  assert.equal(rightShare(Uint16Array.of(1, 2, 3, 4), Uint16Array.of(1, 9, 3, 9)), .5);
});
