import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import { removeIfThere } from "./remove_if_there.ts";

testWith(
  { permissions: ["read", "write"] },
  "removeIfThere() removes a file, bears that it is gone, and hides no other fault",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = join(folder, "part");
      await Deno.writeTextFile(path, "half");
      await removeIfThere(path);
      await removeIfThere(path);
      await Deno.writeTextFile(path, "half");
      await assert.rejects(removeIfThere(folder), /not empty|os error/);
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["part"]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
