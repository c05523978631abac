import assert from "node:assert/strict";
import { signOf } from "./illness.ts";

Deno.test("a sign is on beyond one threshold, off on this side of the other, else between", () => {
  assert.equal(signOf(true, false), "on");
  assert.equal(signOf(false, true), "off");
  assert.equal(signOf(false, false), "between");
});
