import assert from "node:assert/strict";
import { rethrowAsUsage, UsageError } from "./usage_error.ts";

Deno.test("a UsageError keeps its one line, its name and its cause", () => {
  const cause = new TypeError("Unknown option '--cake'");
  const error = new UsageError("there is no --cake", { cause });
  assert.equal(String(error), "UsageError: there is no --cake");
  assert.equal(error.cause, cause);
});

Deno.test("rethrowAsUsage() makes RangeErrors and the kinds named the user's", () => {
  class LostError extends Error {}
  for (const error of [new RangeError("too far"), new LostError("lost")]) {
    assert.throws(() => rethrowAsUsage(error, [LostError]), {
      name: "UsageError",
      message: error.message,
      cause: error,
    });
  }
  assert.throws(() => rethrowAsUsage(new RangeError("name it by 'set'")), {
    message: "name it by --data PLACE",
  });
  for (const error of [new LostError("lost"), new TypeError("a bug"), "text"]) {
    assert.throws(() => rethrowAsUsage(error), (thrown) => thrown === error);
  }
});
