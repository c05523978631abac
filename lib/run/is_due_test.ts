import assert from "node:assert/strict";
import { isDue } from "./is_due.ts";

Deno.test("isDue() counts steps, or epochs of so many steps", () => {
  const due = (when: { every: number; unit: "steps" | "epochs" }) =>
    Array.from({ length: 40 }, (_, i) => i + 1).filter((step) => isDue(step, when, 10));
  assert.deepEqual(due({ every: 15, unit: "steps" }), [15, 30]);
  assert.deepEqual(due({ every: 2, unit: "epochs" }), [20, 40]);
});
