import assert from "node:assert/strict";
import { testWith } from "../../test/test_with.ts";
import { dataFolders, isGranted, projectDataFolder } from "./data_folders.ts";

Deno.test("dataFolders() names the option's folder, then DCGAN_DATA, then the project's", () => {
  const found = dataFolders({
    folder: "/mine",
    environment: "/shared",
    project: "/here",
  });
  assert.deepEqual(found, [
    { path: "/mine", namedBy: "the option" },
    { path: "/shared", namedBy: "DCGAN_DATA" },
    { path: "/here", namedBy: "the project" },
  ]);
});

Deno.test("dataFolders() leaves out what nobody named, an empty DCGAN_DATA too", () => {
  const found = dataFolders({ environment: "", project: "/here" });
  assert.deepEqual(found, [{ path: "/here", namedBy: "the project" }]);
});

Deno.test("projectDataFolder() is the project's, whatever the working folder", () => {
  assert.match(projectDataFolder(), /[/\\]data$/);
});

testWith({ permissions: ["read"] }, "projectDataFolder() has the README on data", () => {
  assert.ok(Deno.statSync(`${projectDataFolder()}/README.md`).isFile);
});

testWith({ permissions: ["env"] }, "dataFolders() reads DCGAN_DATA", () => {
  const before = Deno.env.get("DCGAN_DATA");
  try {
    Deno.env.set("DCGAN_DATA", "/shared");
    assert.equal(dataFolders({ project: "/here" })[0].path, "/shared");
    Deno.env.delete("DCGAN_DATA");
    assert.equal(dataFolders({ project: "/here" })[0].path, "/here");
  } finally {
    if (before !== undefined) Deno.env.set("DCGAN_DATA", before);
  }
});

Deno.test({
  name: "isGranted() answers without asking, and dataFolders() needs no permission",
  permissions: "none",
  fn() {
    assert.equal(isGranted({ name: "env", variable: "DCGAN_DATA" }), false);
    assert.equal(isGranted({ name: "read", path: "/" }), false);
    assert.equal(dataFolders().length, 1);
  },
});
