import assert from "node:assert/strict";
import { attributeShares, shareDistance } from "./attribute_shares.ts";

Deno.test("attributeShares() counts each answer, also one that is never given", () => {
  assert.deepEqual(attributeShares([0, 2, 2, 0], 4), [.5, 0, .5, 0]);
  assert.deepEqual(attributeShares(Uint16Array.of(1), 2), [0, 1]);
});

Deno.test("attributeShares() refuses no answers and answers that there are not", () => {
  assert.throws(() => attributeShares([], 2), {
    name: "RangeError",
    message:
      "Cannot count answers as there must be some, each from 0 to 1: there is none",
  });
  assert.throws(() => attributeShares([0, 2], 2), {
    message: /each from 0 to 1: current value is 2/,
  });
});

Deno.test("shareDistance() is the share that would have to change, by hand: 0 to 1", () => {
  assert.equal(shareDistance([.5, .25, .25], [.25, .5, .25]), .25);
  assert.equal(shareDistance([.5, .5], [.5, .5]), 0);
  assert.equal(shareDistance([1, 0], [0, 1]), 1);
});

Deno.test("shareDistance() refuses shares of other questions", () => {
  assert.throws(() => shareDistance([1], [.5, .5]), {
    name: "RangeError",
    message: /there must be as many: there are 1 and 2/,
  });
});
