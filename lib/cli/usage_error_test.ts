import assert from "node:assert/strict";
import { UsageError } from "./usage_error.ts";

Deno.test("a UsageError keeps its one line, its name and its cause", () => {
  const cause = new TypeError("Unknown option '--cake'");
  const error = new UsageError("there is no --cake", { cause });
  assert.equal(String(error), "UsageError: there is no --cake");
  assert.equal(error.cause, cause);
});
