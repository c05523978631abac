import assert from "node:assert/strict";
import { join } from "@std/path";
import { makeZip } from "../../test/make_zip.ts";
import { inFolder } from "../../test/in_folder.ts";
import { type Needs, testWith } from "../../test/test_with.ts";
import { catalogue } from "./catalogue.ts";
import { openData } from "./open_data.ts";

const WRITES = { permissions: ["read", "write", "env"] } satisfies Needs;

for (const { name } of catalogue.filter(({ hasTestSplit }) => !hasTestSplit)) {
  testWith(
    { permissions: ["read"] },
    `openData() refuses ${name}-test in words, as there are no such images`,
    () =>
      assert.rejects(openData(`${name}-test`), {
        name: "RangeError",
        message:
          `Cannot open ${name}-test as only mnist, fashion-mnist, celeba have test ` +
          `images of their own: ${name} has none; name it without -test`,
      }),
  );
}

testWith(
  WRITES,
  "openData() opens a folder called faces-test, as no set has that name",
  () =>
    inFolder(async (folder) => {
      const path = join(folder, "faces-test");
      await Deno.mkdir(path);
      await Deno.writeTextFile(join(path, "mine.png"), "a picture");
      const opened = await openData(path);
      assert.ok(opened.kind === "source");
      assert.equal(opened.source.nameOf(0), "mine.png");
    }),
);

testWith(
  { permissions: ["read"] },
  "openData() of a misspelt name says which set has nearly that name",
  async () => {
    const named = [["mnits", "mnist"], ["fashion-mnist-tset", "fashion-mnist-test"]];
    for (const [typed, meant] of [...named, ["/nowhere/digit", "digits"]]) {
      await assert.rejects(openData(typed), {
        name: "RangeError",
        message:
          `Cannot open ${typed} as it must be a folder of pictures, a zip archive ` +
          `of one or an LMDB database: found nothing there; the nearest name of a set is ` +
          `'${meant}'`,
      });
    }
    await assert.rejects(openData("photos"), /: found nothing there$/);
  },
);

testWith(
  WRITES,
  "openData() looks for the faces that celeba-test names in the list of splits",
  () =>
    inFolder(async (folder) => {
      const faces = [{ name: "img_align_celeba/000001.jpg", content: "a face" }];
      await Deno.mkdir(join(folder, "celeba"));
      await Deno.writeFile(
        join(folder, "celeba", "img_align_celeba.zip"),
        makeZip(faces),
      );
      await assert.rejects(
        openData("celeba-test", { folder }),
        /Cannot open CelebA's test split as list_eval_partition.txt must stand in/,
      );
      await assert.rejects(
        openData("celeba", { folder }),
        /must have exactly 202599 pictures: found 1/,
      );
    }),
);

testWith(
  { ...WRITES, parts: ["mnist"] },
  "openData() opens MNIST's real test images by their name",
  async () => {
    const opened = await openData("mnist-test");
    assert.ok(opened.kind === "images");
    assert.equal(opened.images.count, 10_000);
  },
);
