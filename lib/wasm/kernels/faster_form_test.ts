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

Deno.test("FasterForm tries both forms equally, 16 times and 200 ms, then keeps the faster", () => {
  const jobs = Array(60).fill(1e7);
  // Two trials take 30 ms, or 15 ms.
  for (const [scale, trials] of [[1, 16], [.5, 28]] as const) {
    for (const [first, second, best] of [[2, 1, 1], [1, 2, 0]] as const) {
      const ran = forms([first * scale * 1e-6, second * scale * 1e-6], jobs);
      assert.deepEqual(ran.slice(0, 8), [0, 1, 1, 0, 1, 0, 0, 1]);
      const tried = ran.slice(0, trials);
      assert.equal(tried.filter((form) => form === 1).length, trials / 2);
      assert.ok(ran.slice(trials).every((form) => form === best));
    }
  }
});

Deno.test("FasterForm does short jobs without timing them", () => {
  const ran = forms([2, 1], Array(100).fill(1000));
  assert.ok(ran.every((form) => form === 0));
});
