import assert from "node:assert/strict";
import { concatenate } from "./concatenate.ts";

Deno.test("concatenate() joins pieces in order, empty ones too, and copies them", () => {
  const part = Uint8Array.of(1, 2);
  const whole = concatenate([part, new Uint8Array(0), Uint8Array.of(3)]);
  part[0] = 9;
  assert.deepEqual(whole, Uint8Array.of(1, 2, 3));
  assert.deepEqual(concatenate([]), new Uint8Array(0));
});
