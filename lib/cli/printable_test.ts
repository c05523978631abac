import assert from "node:assert/strict";
import { printable } from "./printable.ts";

Deno.test("printable() keeps letters of any script and takes control characters away", () => {
  assert.equal(printable("Füchse 狐 \x1b[2J\r\n.png"), "Füchse 狐 ?[2J??.png");
});

Deno.test("printable() takes away what turns the direction of reading or is not seen", () => {
  assert.equal(printable("gpj.\u202eexe\u200b"), "gpj.?exe?");
});
