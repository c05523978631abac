import assert from "node:assert/strict";
import { CellError } from "./run_notebook.ts";

Deno.test("CellError names notebook, cell, line and error, and the library's frames", () => {
  const { message } = new CellError({
    notebook: "notebooks/50_training.ipynb",
    cell: 3,
    line: 2,
    source: "trainStep(networks);",
    ename: "RangeError",
    evalue: "Cannot train",
    traceback: [
      "RangeError: Cannot train",
      "    at trainStep (file:///book/lib/train/train_step.ts:7:9)",
      "    at <anonymous>:2:1",
    ],
  });
  assert.equal(
    message,
    "notebooks/50_training.ipynb, code cell 3, line 2: RangeError: Cannot train\n" +
      "  2 | trainStep(networks);\n" +
      "    at trainStep (file:///book/lib/train/train_step.ts:7:9)",
  );
});
