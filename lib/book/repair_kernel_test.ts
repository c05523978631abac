import assert from "node:assert/strict";
import { inKernel, repairKernel } from "./repair_kernel.ts";

// What it does in a kernel is in test/repair_kernel_test.ts.
Deno.test("repairKernel() does nothing outside a kernel", async () => {
  const before = { ...console };
  assert.equal(inKernel(), false);
  assert.equal(await repairKernel(), "no kernel");
  assert.equal(await repairKernel(), "no kernel");
  assert.deepEqual({ ...console }, before);
  assert.equal(Reflect.get(globalThis, Symbol.for("dcgan-book.drain")), undefined);
});
