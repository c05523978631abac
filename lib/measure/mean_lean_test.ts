import assert from "node:assert/strict";
import { meanLean } from "./mean_lean.ts";

/** Two images, three answers: left, ahead, right. */
const reading = {
  labels: Uint16Array.of(2, 0),
  probabilities: Float32Array.of(.25, 0, .75, .5, .25, .25),
};

Deno.test("meanLean() is the mean difference of two probabilities, by hand", () => {
  assert.equal(meanLean(reading, { from: 0, to: 2 }), (.5 - .25) / 2);
  assert.equal(meanLean(reading, { from: 2, to: 0 }), -.125);
  assert.equal(meanLean(reading, { from: 1, to: 1 }), 0);
});

Deno.test("meanLean() is −1 and 1 where the judge is sure", () => {
  const sure = { labels: Uint16Array.of(1), probabilities: Float32Array.of(0, 1) };
  assert.equal(meanLean(sure, { from: 0, to: 1 }), 1);
  assert.equal(meanLean(sure, { from: 1, to: 0 }), -1);
});

Deno.test("meanLean() refuses answers that there are not", () => {
  assert.throws(() => meanLean(reading, { from: 0, to: 3 }), {
    name: "RangeError",
    message: "Cannot measure a lean as an answer must be from 0 to 2: current value is 3",
  });
});
