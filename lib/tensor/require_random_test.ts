import assert from "node:assert/strict";
import { RandomGenerator } from "./random.ts";
import { requireRandom } from "./require_random.ts";

Deno.test("requireRandom() takes a generator, and says of a bare seed how to make one", () => {
  requireRandom(new RandomGenerator(7), "sample latents");
  for (const value of [7, undefined]) {
    assert.throws(
      () => requireRandom(value as unknown as RandomGenerator, "sample latents"),
      {
        name: "RangeError",
        message: "Cannot sample latents as 'random' must be a RandomGenerator, such as " +
          `new RandomGenerator(1): current value is ${value}`,
      },
    );
  }
});
