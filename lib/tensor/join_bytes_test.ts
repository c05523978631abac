import assert from "node:assert/strict";
import { joinBytes } from "./join_bytes.ts";

Deno.test("joinBytes() joins pieces in order, empty ones too, and copies them", () => {
  const part = Uint8Array.of(1, 2);
  const whole = joinBytes([part, new Uint8Array(0), Uint8Array.of(3)]);
  part[0] = 9;
  assert.deepEqual(whole, Uint8Array.of(1, 2, 3));
  assert.deepEqual(joinBytes([]), new Uint8Array(0));
});
