import assert from "node:assert/strict";
import { CHUNK, elementwiseTasks } from "./elementwise_tasks.ts";

Deno.test("elementwiseTasks() covers every element, and none has no task", () => {
  const counts = [0, 1, CHUNK, CHUNK + 1, 3 * CHUNK];
  assert.deepEqual(counts.map(elementwiseTasks), [0, 1, 1, 2, 3]);
  assert.equal(CHUNK % 4, 0);
});
