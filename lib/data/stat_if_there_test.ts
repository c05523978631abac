import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import { statIfThere } from "./stat_if_there.ts";

testWith(
  { permissions: ["read", "write"] },
  "statIfThere() finds a file and a folder, has null for neither and in a file, and hides no other fault",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = join(folder, "pictures.zip");
      await Deno.writeTextFile(path, "four");
      assert.equal((await statIfThere(path))?.size, 4);
      assert.equal((await statIfThere(folder))?.isDirectory, true);
      assert.equal(await statIfThere(join(folder, "missing")), null);
      assert.equal(await statIfThere(join(path, "inside")), null);
      await assert.rejects(statIfThere(join(folder, "a".repeat(5_000))), /too long/i);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
