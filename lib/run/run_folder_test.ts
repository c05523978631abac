import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import { inFolder } from "../../test/in_folder.ts";
import { testWith } from "../../test/test_with.ts";
import { makeRunFolder, requireFree } from "./run_folder.ts";

const permissions: Deno.PermissionName[] = ["read", "write"];

testWith(
  { permissions },
  "makeRunFolder() never gives a folder twice",
  () =>
    inFolder(async (folder) => {
      const options = {
        now: new Date(2026, 0, 31, 9, 5),
        runs: join(folder, "runs"),
      };
      const made = [];
      for (let i = 0; i < 3; i++) made.push(await makeRunFolder(undefined, options));
      const first = join(folder, "runs", "2026-01-31_09-05-00");
      assert.deepEqual(made, [first, `${first}-2`, `${first}-3`]);
    }),
);

testWith(
  { permissions },
  "makeRunFolder() takes a named folder if it is new or empty",
  () =>
    inFolder(async (folder) => {
      const path = join(folder, "a", "b");
      await requireFree(path);
      assert.deepEqual([...Deno.readDirSync(folder)], [], "nothing is made by asking");
      assert.equal(await makeRunFolder(path), path);
      assert.equal(await makeRunFolder(path), path);
      await Deno.writeTextFile(join(path, "old.png"), "");
      await assert.rejects(makeRunFolder(path), {
        name: "RangeError",
        message: `Cannot save into '${path}' as it must be a new or empty folder: ` +
          "it holds 'old.png' already",
      });
      await Deno.mkdir(join(path, "checkpoints"));
      await assert.rejects(makeRunFolder(path), {
        message: /: it holds 'checkpoints' and 1 more already; to go on .*, resume it$/,
      });
      await assert.rejects(
        makeRunFolder(join(path, "old.png")),
        /: it is a file or lies in one$/,
      );
      await assert.rejects(
        makeRunFolder(join(path, "old.png", "new")),
        /old.png.new' as it must be a new or empty folder: it is a file or lies in one$/,
      );
    }),
);

testWith(
  { permissions },
  "makeRunFolder() says that a file stands where the folder of all runs belongs",
  () =>
    inFolder(async (folder) => {
      const file = join(folder, "runs");
      await Deno.writeTextFile(file, "mine");
      for (const runs of [file, join(file, "within")]) {
        await assert.rejects(makeRunFolder(undefined, { runs }), {
          name: "RangeError",
          message:
            `Cannot make a new folder in '${runs}' as it must be a folder: it is ` +
            "a file or lies in one; move that, or name another folder by 'output'",
        });
      }
      assert.equal(await Deno.readTextFile(file), "mine");
    }),
);

testWith(
  { permissions },
  "makeRunFolder() makes a folder in the project's runs, wherever the program runs",
  () =>
    inFolder(async (folder) => {
      const project = Deno.cwd();
      Deno.chdir(folder);
      try {
        const made = await makeRunFolder(undefined);
        assert.equal(dirname(await Deno.realPath(made)), join(project, "runs"));
        await Deno.remove(made);
      } finally {
        Deno.chdir(project);
      }
    }),
);
