import assert from "node:assert/strict";
import { contrast } from "../../test/contrast.ts";
import { lineColours } from "./palette.ts";

Deno.test("every line colour has a contrast of at least 3 on white and on #111", () => {
  for (const [name, colour] of Object.entries(lineColours)) {
    assert.ok(contrast(colour, "#ffffff") >= 3, `${name} on white`);
    assert.ok(contrast(colour, "#111111") >= 3, `${name} on #111`);
  }
});
