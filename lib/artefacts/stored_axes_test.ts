import assert from "node:assert/strict";
import { STORED_AXES } from "./stored_axes.ts";

Deno.test("the axes that files state are those that networks/*.safetensors have had so far", () => {
  // Files that are there say exactly this: another text would make them unreadable.
  assert.equal(STORED_AXES, "HWIO convolutions, HWOI transposed convolutions, IO dense");
});
