import assert from "node:assert/strict";
import { printable } from "./printable.ts";

Deno.test("printable() keeps letters of any script and takes control characters away", () => {
  assert.equal(printable("Füchse 狐 \x1b[2J\r\n.png"), "Füchse 狐 ?[2J??.png");
});
