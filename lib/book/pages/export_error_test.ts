import assert from "node:assert/strict";
import { ExportError } from "./export_error.ts";

Deno.test("ExportError names the notebook, the place and what must hold", () => {
  const error = new ExportError("a.ipynb", "code cell 3", "a picture must have words");
  assert.equal(
    error.message,
    "Cannot export a.ipynb, code cell 3, as a picture must have words",
  );
  assert.deepEqual([error.path, error.name], ["a.ipynb", "ExportError"]);
});
