import assert from "node:assert/strict";
import { GrowingIntervals } from "./growing_intervals.ts";

/** The seconds at which it is due, where it is asked at each of them. */
function due({ first, longest }: { first: number; longest: number }): number[] {
  let time = 7_000;
  const options = { first: 1000 * first, longest: 1000 * longest, now: () => time };
  const intervals = new GrowingIntervals(options);
  const seconds: number[] = [];
  for (let second = 0; second <= 200; second++, time += 1000) {
    if (intervals.isDue()) seconds.push(second);
  }
  return seconds;
}

Deno.test("each wait is twice the one before, up to the longest", () => {
  assert.deepEqual(due({ first: 1, longest: 60 }), [1, 3, 7, 15, 31, 63, 123, 183]);
  assert.deepEqual(due({ first: 60, longest: 45 }), [45, 90, 135, 180]);
});

Deno.test("a wait that is asked for late is due once, and the next begins then", () => {
  let time = 0;
  const intervals = new GrowingIntervals({ first: 10, longest: 100, now: () => time });
  time = 95;
  assert.deepEqual([intervals.isDue(), intervals.isDue()], [true, false]);
  time = 114;
  assert.equal(intervals.isDue(), false);
  time = 115;
  assert.equal(intervals.isDue(), true);
});
