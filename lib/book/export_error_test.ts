import assert from "node:assert/strict";
import { ExportError } from "./export_error.ts";

Deno.test("ExportError names the notebook, the cell and what must hold", () => {
  const error = new ExportError("a.ipynb", 3, "an image must have alternative text");
  assert.equal(
    error.message,
    "Cannot export cell 3 of 'a.ipynb' as an image must have alternative text",
  );
  assert.deepEqual([error.path, error.cell], ["a.ipynb", 3]);
});

Deno.test("ExportError names the notebook alone where no cell is at fault", () => {
  const error = new ExportError("a.ipynb", 0, "it must open with a title");
  assert.equal(error.message, "Cannot export 'a.ipynb' as it must open with a title");
});
