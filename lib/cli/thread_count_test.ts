import assert from "node:assert/strict";
import { threadCount } from "./thread_count.ts";

Deno.test("threadCount() takes one thread to two for each core, and says how many cores there are", () => {
  assert.equal(threadCount("1", { cores: 1 }), 1);
  assert.equal(threadCount("6", { cores: 3 }), 6);
  for (const value of ["0", "7", "100000", "1.5", "1e0", "", "x"]) {
    assert.throws(() => threadCount(value, { cores: 3 }), {
      name: "UsageError",
      message:
        "--threads must be a whole number from 1 to 6, two for each core, as this " +
        `machine has 3 cores: current value is '${value}'`,
    });
  }
  assert.throws(() => threadCount("3", { cores: 1 }), /as this machine has 1 core:/);
});
