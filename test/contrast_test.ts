import assert from "node:assert/strict";
import { contrast } from "./contrast.ts";

Deno.test("contrast() is 21 between black and white, whichever comes first", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("rgb(255, 255, 255)", "rgb(0, 0, 0)"), 21);
});

Deno.test("contrast() is 1 between a colour and itself", () => {
  assert.equal(contrast("#0072b2", "rgb(0, 114, 178)"), 1);
});

Deno.test("contrast() of #767676 on white is the 4.54 that WCAG's tables give", () => {
  assert.equal(contrast("#767676", "#ffffff").toFixed(2), "4.54");
});

Deno.test("contrast() says which colour it cannot read", () => {
  assert.throws(() => contrast("red", "#ffffff"), /current colour is red/);
});
