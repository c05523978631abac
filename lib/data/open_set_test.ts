import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { catalogue } from "./catalogue.ts";
import { openSet, SetNotHereError } from "./open_set.ts";

Deno.test("openSet() draws the embedded digits that are asked for", async () => {
  const opened = await openSet("digits", { count: 20, seed: 3 });
  assert.ok(opened.kind === "images");
  assert.equal(opened.images.count, 20);
});

Deno.test("openSet() draws the embedded faces, whose attributes are known", async () => {
  const opened = await openSet("faces", { count: 3, seed: 3 });
  assert.ok(opened.kind === "images");
  assert.equal(opened.images.count, 3);
  assert.equal(typeof opened.images.attributesOf!(2).smiling, "boolean");
});

Deno.test("openSet() refuses a name that the catalogue does not have", async () => {
  await assert.rejects(
    openSet("imagenet"),
    /one of the catalogue's: current value is imagenet/,
  );
});

Deno.test("openSet() opens or looks for every set of the catalogue, and refuses a split that it lacks", async () => {
  for (const { name, hasTestSplit, title } of catalogue) {
    const options = { count: 1, folder: "none", environment: "", project: "none" };
    await openSet(name, options).catch((error) =>
      assert.match(error.name, /SetNotHereError|NotCapable/, name)
    );
    if (hasTestSplit) continue;
    await assert.rejects(openSet(name, { ...options, split: "test" }), {
      message: `Cannot open the test split of ${title} as it must have one: it has none`,
    });
  }
});

const withFolder = async (test: (folder: string) => Promise<void>) => {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

for (const { name, files } of catalogue) {
  if (files.length === 0) continue;
  testWith(
    { permissions: ["read", "write"] },
    `openSet() says how to get ${name} where it is not on this machine`,
    () =>
      withFolder(async (folder) => {
        const places = { folder, environment: "", project: `${folder}/none` };
        await assert.rejects(openSet(name, places), (error) => {
          assert.ok(error instanceof SetNotHereError, String(error));
          assert.ok(error.message.includes(folder));
          assert.ok(error.message.includes(`deno task data get ${name}.`));
          return true;
        });
      }),
  );
}

testWith(
  { permissions: ["read", "write"] },
  "openSet() opens LSUN's database where it was unpacked",
  () =>
    withFolder(async (folder) => {
      await Deno.mkdir(`${folder}/lsun/bedroom_val_lmdb`, { recursive: true });
      await Deno.copyFile(
        new URL("formats/lmdb_fixture.mdb", import.meta.url),
        `${folder}/lsun/bedroom_val_lmdb/data.mdb`,
      );
      const opened = await openSet("lsun-bedroom-validation", { folder });
      assert.ok(opened.kind === "source");
      assert.ok(opened.source.count > 0);
      opened.source.close();
    }),
);

testWith(
  { permissions: ["env", "read"], parts: ["mnist"] },
  "openSet() opens MNIST's real test split",
  async () => {
    const opened = await openSet("mnist", { split: "test" });
    assert.ok(opened.kind === "images");
    assert.equal(opened.images.count, 10_000);
  },
);
