import assert from "node:assert/strict";
import { formatNotebook } from "../../test/format_notebook.ts";
import { makeNotebook } from "../../test/make_notebook.ts";
import { testWith } from "../../test/test_with.ts";
import { unformattedNotebooks } from "./unformatted_notebooks.ts";

testWith(
  { permissions: ["env", "read", "run", "write"] },
  "unformattedNotebooks() names what deno fmt would change and changes nothing",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const config = `${folder}/deno.json`;
      await Deno.writeTextFile(config, "{}\n");
      const [right, wrong] = [`${folder}/right.ipynb`, `${folder}/wrong.ipynb`];
      await Deno.writeTextFile(right, formatNotebook(makeNotebook("const a = 1;")));
      await Deno.writeTextFile(wrong, formatNotebook(makeNotebook("const a  =  1")));
      const before = await Deno.readTextFile(wrong);
      assert.deepEqual(await unformattedNotebooks([right, wrong], config), [wrong]);
      assert.equal(await Deno.readTextFile(wrong), before);
      assert.deepEqual(await unformattedNotebooks([], config), []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

testWith(
  { permissions: ["env", "read", "run", "write"] },
  "unformattedNotebooks() gives Deno's words on a file that is no notebook",
  async () => {
    const folder = await Deno.makeTempDir();
    try {
      const [config, path] = [`${folder}/deno.json`, `${folder}/broken.ipynb`];
      await Deno.writeTextFile(config, "{}\n");
      await Deno.writeTextFile(path, "{");
      await assert.rejects(unformattedNotebooks([path], config), /Cannot format/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
