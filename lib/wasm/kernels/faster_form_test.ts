import assert from "node:assert/strict";
import { FasterForm } from "./faster_form.ts";

/** Runs jobs that take as long as a form's pace says; returns the forms that ran. */
function forms(pace: [number, number], jobs: number[]): number[] {
  let time = 0;
  const faster = new FasterForm(() => time);
  return jobs.map((work) => {
    let ran = -1;
    faster.run(work, (form) => {
      ran = form;
      time += work * pace[form];
    });
    return ran;
  });
}

Deno.test("FasterForm tries both forms equally, then keeps the faster", () => {
  const jobs = Array.from({ length: 60 }, (_, i) => 1e7 * (1 + i % 3));
  for (const [pace, best] of [[[2, 1], 1], [[1, 2], 0]] as const) {
    const ran = forms([...pace], jobs);
    assert.deepEqual(ran.slice(0, 8), [0, 1, 1, 0, 1, 0, 0, 1]);
    assert.equal(ran.slice(0, 48).filter((form) => form === 1).length, 24);
    assert.ok(ran.slice(48).every((form) => form === best));
  }
});

Deno.test("FasterForm does short jobs without timing them", () => {
  const ran = forms([2, 1], Array(100).fill(1000));
  assert.ok(ran.every((form) => form === 0));
});
