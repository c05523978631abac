import assert from "node:assert/strict";
import { formatNotebook } from "../../test/format_notebook.ts";
import { makeNotebook } from "../../test/make_notebook.ts";
import { main } from "./check.ts";
import { testWith } from "../../test/test_with.ts";

testWith(
  { permissions: ["env", "run", "read", "write"] },
  "deno task check fails on a lint, or a cell that is wrong or not formatted",
  async () => {
    const faults: [string, string][] = [
      ["lib/a.ts", `export const a = 1;\ndebugger;\n`],
      ["notebooks/a.ipynb", formatNotebook(makeNotebook(`const a: number = "";`))],
      ["notebooks/a.ipynb", formatNotebook(makeNotebook(`const a  =  1;\na;`))],
    ];
    const right: [string, string][] = [
      ["lib/a.ts", `export const a = 1;\n`],
      ["test/b.ts", `export const b = 1;\n`],
      ["notebooks/a.ipynb", formatNotebook(makeNotebook(`const a: number = 1;\na;`))],
      ["deno.json", `{}\n`],
    ];
    const { log, error } = console;
    console.log = console.error = () => {};
    try {
      assert.equal(await checked(right), 0);
      for (const fault of faults) {
        assert.equal(await checked([...right, fault]), 1, fault[1]);
      }
    } finally {
      Object.assign(console, { log, error });
    }
  },
);

async function checked(files: [string, string][]): Promise<number> {
  const folder = await Deno.makeTempDir();
  for (const name of ["lib", "test", "notebooks"]) await Deno.mkdir(`${folder}/${name}`);
  for (const [name, text] of files) await Deno.writeTextFile(`${folder}/${name}`, text);
  const code = await main(folder);
  await Deno.remove(folder, { recursive: true });
  return code;
}
