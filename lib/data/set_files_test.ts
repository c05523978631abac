import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { knownSet } from "./catalogue.ts";
import { findIn, findSetFiles, placesOf } from "./set_files.ts";

const folders = [{ path: "/mine", namedBy: "the option" }, {
  path: "/here",
  namedBy: "the project",
}];

Deno.test("placesOf() names the set's folder, the folder itself and the downloads, in turn", () => {
  const names = placesOf(knownSet("mnist")!, folders);
  assert.deepEqual(names, [
    "/mine/mnist",
    "/mine",
    "/mine/downloads/mnist",
    "/here/mnist",
    "/here",
    "/here/downloads/mnist",
  ]);
});

testWith(
  { permissions: ["read", "write"] },
  "findSetFiles() finds files packed or not, wherever they stand",
  async () => {
    const root = await Deno.makeTempDir();
    try {
      await Deno.mkdir(`${root}/mnist`);
      await Deno.writeTextFile(`${root}/mnist/train-images-idx3-ubyte`, "");
      await Deno.writeTextFile(`${root}/t10k-labels-idx1-ubyte.gz`, "");
      const found = await findSetFiles(knownSet("mnist")!, [{
        path: root,
        namedBy: "the option",
      }]);
      assert.deepEqual(found, [
        `${root}/mnist/train-images-idx3-ubyte`,
        null,
        null,
        `${root}/t10k-labels-idx1-ubyte.gz`,
      ]);
      assert.equal(await findIn([`${root}/mnist/train-images-idx3-ubyte`], "a"), null);
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
);
