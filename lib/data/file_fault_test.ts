import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import { isFileFault } from "./file_fault.ts";

Deno.test("isFileFault() knows the system's codes, and takes nothing else for a fault", () => {
  assert.ok(isFileFault(Object.assign(new Error("full"), { code: "ENOSPC" })));
  const others = [
    new RangeError("a batch too large"),
    Object.assign(new TypeError("no such option"), { code: "ERR_PARSE_ARGS" }),
    Object.assign(new Error("odd"), { code: 28 }),
    { code: "ENOSPC" },
    undefined,
  ];
  for (const other of others) assert.equal(isFileFault(other), false);
});

testWith(
  { permissions: ["read", "write"] },
  "isFileFault() knows what Deno throws for a file that cannot be written",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      // A folder is in the file's place, which Windows calls a lack of permission.
      await Deno.mkdir(join(folder, "records.jsonl"));
      await assert.rejects(
        Deno.writeTextFile(join(folder, "records.jsonl"), ""),
        isFileFault,
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
