import assert from "node:assert/strict";
import { makeZip } from "../../test/make_zip.ts";
import { testWith } from "../../test/test_with.ts";
import type { SourceLocation } from "./image_source.ts";
import { openImageFolder } from "./image_folder.ts";
import { openImages, openImageSource } from "./open_image_source.ts";

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

testWith(
  { permissions: ["read", "write"] },
  "openImages() takes a folder or a zip archive with the same pictures for the same set",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      Deno.mkdirSync(`${folder}/set/b`, { recursive: true });
      Deno.mkdirSync(`${folder}/set/a`);
      const files = ["b/1.png", "a/1.png", "a/x.png"];
      for (const name of files) {
        Deno.writeTextFileSync(`${folder}/set/${name}`, `file ${name}`);
      }
      const parts = files.map((name) => ({ name, content: `file ${name}` }));
      Deno.writeFileSync(`${folder}/set.zip`, makeZip(parts));
      for (const path of [`${folder}/set`, `${folder}/set.zip`]) {
        const source = await openImages(path);
        assert.deepEqual([source.count, source.classNames], [3, ["a", "b"]]);
        assert.deepEqual([0, 1, 2].map((index) => source.labelOf(index)), [0, 0, 1]);
        for (let i = 0; i < 3; i++) {
          const content = new TextDecoder().decode(await source.read(i));
          assert.equal(content, `file ${source.nameOf(i)}`);
        }
        assert.equal(source.origin, `3 images from ${path}`);
        const again = await openImageSource(source.location);
        assert.equal(again.nameOf(2), "b/1.png");
        again.close();
        source.close();
      }
      const wanted = "it must be a folder of pictures, a zip archive of one or an LMDB " +
        "database: found";
      for (
        const [path, found] of [[`${folder}/none`, "nothing there"], [
          `${folder}/set/a/1.png`,
          "one picture",
        ]]
      ) {
        await assert.rejects(openImages(path), {
          name: "RangeError",
          message: `Cannot open ${path} as ${wanted} ${found}`,
        });
      }
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

testWith(
  { permissions: ["read", "write"] },
  "openImages() says of a folder without permission what to do, not which file it looked for",
  async () => {
    const folder = await Deno.makeTempDir();
    // As root, who runs the tests in CI, may read any folder.
    const { readDir, stat } = Deno;
    const refuse = () => {
      throw new Deno.errors.PermissionDenied("it was refused");
    };
    Deno.readDir = refuse;
    Deno.stat = (path) => path === folder ? stat(path) : refuse();
    try {
      await assert.rejects(openImages(folder), {
        name: "RangeError",
        message:
          `Cannot load the images of ${folder} as it must be a folder that can be ` +
          "read: found one that you may not read: ask its owner for chmod +rx",
      });
    } finally {
      Object.assign(Deno, { readDir, stat });
      await Deno.remove(folder);
    }
  },
);
