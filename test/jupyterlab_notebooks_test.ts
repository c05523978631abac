// The book's own notebooks in JupyterLab, as a reader runs them.
import assert from "node:assert/strict";
import { join } from "@std/path";
import { codeCells, type NotebookFile } from "../lib/book/notebook_file.ts";
import { JupyterLab } from "./jupyter_lab.ts";
import { testWith } from "./test_with.ts";

const folder = join(import.meta.dirname!, "..", "notebooks");
const names = (await Array.fromAsync(Deno.readDir(folder)))
  .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();

for (const name of names) {
  testWith(
    { parts: ["jupyterlab", "chromium"] },
    `${name} runs in JupyterLab with every line in its own cell`,
    async () => {
      await using lab = await JupyterLab.start();
      const notebook = await lab.open(name, await Deno.readTextFile(join(folder, name)));
      await notebook.runAll();
      await notebook.untilIdle(600_000);
      assert.deepEqual(await notebook.dialogs(), []);
      const content = await notebook.content();
      assertRun(content);
      const right = assertClaims(content, await notebook.printed());
      console.log(`${name}: ${right} claims in their own cells`);
      await notebook.close();
    },
  );
}

function assertRun(notebook: NotebookFile): void {
  codeCells(notebook).forEach(({ source, execution_count, outputs, metadata }, index) => {
    assert.equal(execution_count, index + 1, source);
    const errors = outputs.filter(({ output_type }) => output_type === "error");
    const expected = JSON.stringify(metadata).includes("raises-exception") ? 1 : 0;
    assert.equal(errors.length, expected, JSON.stringify(errors));
  });
}

/** Holds the lines that checks print against the claims in the cells' sources. */
function assertClaims(notebook: NotebookFile, printed: string[]): number {
  let right = 0;
  codeCells(notebook).forEach(({ source }, index) => {
    const claims = [...source.matchAll(/^check(?:Close)?\(\s*"([^"]+)"/gm)];
    for (const [, claim] of claims) {
      assert.ok(printed[index].includes(`✓ ${claim}`), `'${claim}' in ${printed[index]}`);
    }
    const ticks = printed[index].split("\n").filter((line) =>
      line.startsWith("✓")
    ).length;
    assert.equal(ticks > 0, /\bcheck(Close|Shape)?\(/.test(source), source);
    right += ticks;
  });
  return right;
}
