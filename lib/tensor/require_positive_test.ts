import assert from "node:assert/strict";
import { requirePositive } from "./require_positive.ts";

const what = { action: "create a generator", name: "latentSize" };

Deno.test("requirePositive() accepts whole numbers from 1", () => {
  requirePositive(1, what);
  requirePositive(100, what);
});

Deno.test("requirePositive() names the action, the requirement and the value it got", () => {
  for (const value of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => requirePositive(value, what), {
      name: "RangeError",
      message: "Cannot create a generator as 'latentSize' must be a positive integer: " +
        `current value is ${value}`,
    });
  }
});

Deno.test("requirePositive() refuses what no type checker has seen", () => {
  for (const value of [undefined, "7", null] as unknown as number[]) {
    assert.throws(() => requirePositive(value, what), RangeError);
  }
});
