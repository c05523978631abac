import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import { findNotebooks } from "./find_notebooks.ts";

/** Runs in a folder with empty notebooks, which is removed in the end. */
async function withNotebooks(
  names: string[],
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of names) await Deno.writeTextFile(join(folder, name), "{}");
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

testWith(
  { permissions: ["read", "write"] },
  "findNotebooks() finds notebooks by name, all or those asked for",
  () =>
    withNotebooks(["20_b.ipynb", "10_a.ipynb", "notes.txt"], async (folder) => {
      const all = [join(folder, "10_a.ipynb"), join(folder, "20_b.ipynb")];
      assert.deepEqual(await findNotebooks(folder), all);
      assert.deepEqual(await findNotebooks(folder, { only: ["20"] }), [all[1]]);
      assert.deepEqual(
        await findNotebooks(folder, { only: ["notebooks/20_b.ipynb", "10_a"] }),
        all,
      );
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "findNotebooks() refuses a name that means no notebook, or two",
  () =>
    withNotebooks(["10_a.ipynb", "10_b.ipynb"], async (folder) => {
      await assert.rejects(
        () => findNotebooks(folder, { only: ["30"] }),
        /it means none of 10_a\.ipynb, 10_b\.ipynb/,
      );
      await assert.rejects(
        () => findNotebooks(folder, { only: ["1"] }),
        /it means none/,
      );
      await assert.rejects(
        () => findNotebooks(folder, { only: ["10"] }),
        /it means several of 10_a\.ipynb, 10_b\.ipynb/,
      );
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "findNotebooks() refuses a name that is no page's address, unless it is not asked for",
  () =>
    withNotebooks(["10_a.ipynb", "20 50%.ipynb"], async (folder) => {
      await assert.rejects(() => findNotebooks(folder), /'20 50%\.ipynb' .*: rename it/);
      assert.equal((await findNotebooks(folder, { only: ["10"] })).length, 1);
    }),
);

testWith(
  { permissions: ["read", "write"] },
  "findNotebooks() refuses a folder without notebooks, and what is no folder",
  () =>
    withNotebooks(["notes.txt"], async (folder) => {
      await assert.rejects(() => findNotebooks(folder), {
        name: "RangeError",
        message: `Cannot find notebooks in ${folder} as it must hold some: it holds none`,
      });
      for (const name of ["nowhere", "notes.txt"]) {
        await assert.rejects(() => findNotebooks(join(folder, name)), {
          name: "RangeError",
          message: /as it must be a folder: /,
        });
      }
    }),
);
