import assert from "node:assert/strict";
import { picturesAhead, requireSettings } from "./image_pipeline_options.ts";

Deno.test("eight batches are decoded ahead, of large batches two, and never fewer", () => {
  assert.deepEqual([1, 64, 128, 256, 512, 2048].map(picturesAhead), [
    8,
    512,
    1024,
    1024,
    1024,
    4096,
  ]);
});

Deno.test("requireSettings() names the setting, what it must be and what it is", () => {
  requireSettings(64, 0);
  assert.throws(() => requireSettings(1.5, 0), {
    name: "RangeError",
    message:
      "Cannot decode pictures as 'size' must be a positive integer: current value is 1.5",
  });
  assert.throws(() => requireSettings(64, NaN), {
    name: "RangeError",
    message: "Cannot decode pictures as 'largestSkippedShare' must be from 0 to 1: " +
      "current value is NaN",
  });
});
