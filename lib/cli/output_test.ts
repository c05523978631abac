import assert from "node:assert/strict";
import { consoleOutput } from "./output.ts";
import { standardError } from "./progress_bar.ts";

Deno.test("consoleOutput() has bars only where standard output is a terminal", () => {
  assert.equal(consoleOutput({ isTerminal: true }).progress, standardError);
  assert.equal(consoleOutput({ isTerminal: false }).progress, undefined);
});
