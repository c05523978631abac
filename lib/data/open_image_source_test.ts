import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import type { SourceLocation } from "./image_source.ts";
import { openImageFolder } from "./image_folder.ts";
import { openImageSource } from "./open_image_source.ts";

testWith(
  { permissions: ["read", "write"] },
  "a source opened by another's location, sent as JSON, has the same pictures in the same order",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      for (const name of ["b", "a"]) {
        Deno.mkdirSync(`${folder}/${name}`);
        Deno.writeTextFileSync(`${folder}/${name}/1.png`, `file of ${name}`);
      }
      const first = await openImageFolder(folder);
      const location = JSON.parse(JSON.stringify(first.location));
      const second = await openImageSource(location);
      for (const source of [first, second]) {
        assert.equal(source.count, 2);
        assert.deepEqual(source.classNames, ["a", "b"]);
        assert.deepEqual([source.nameOf(1), source.labelOf(1)], ["b/1.png", 1]);
        assert.equal(new TextDecoder().decode(await source.read(1)), "file of b");
        source.close();
      }
      assert.equal(first.origin, second.origin);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test("openImageSource() refuses a kind that it does not know", async () => {
  const location = { kind: "tape", path: "/" } as unknown as SourceLocation;
  await assert.rejects(
    openImageSource(location),
    /'kind' must be one of .*folder.*: current value is tape$/,
  );
});
