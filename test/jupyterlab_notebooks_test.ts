// The book's own notebooks in JupyterLab, as a reader runs them.
import assert from "node:assert/strict";
import { join } from "@std/path";
import { codeCells, type NotebookFile } from "../lib/book/notebook_file.ts";
import { JupyterLab, type OpenNotebook } from "./jupyter_lab.ts";
import { pause } from "./naive_front_end.ts";
import { testWith } from "./test_with.ts";

const folder = join(import.meta.dirname!, "..", "notebooks");
const names = (await Array.fromAsync(Deno.readDir(folder)))
  .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();

/** What the cell of a chapter's long training has. */
const LONG_TRAINING = "run.steps({ signal: stopSignal() })";

testWith(
  { parts: ["jupyterlab", "chromium"] },
  "the book's notebooks run in JupyterLab with every line in its own cell, also where Stop ends the training",
  async (t) => {
    await using lab = await JupyterLab.start();
    for (const name of names) {
      await t.step(name, async () => {
        const notebook = await lab.open(
          name,
          await Deno.readTextFile(join(folder, name)),
        );
        await notebook.runAll();
        const training = await notebook.find(LONG_TRAINING);
        if (training >= 0) await stopTraining(notebook, training);
        await notebook.untilIdle(600_000);
        assert.deepEqual(await notebook.dialogs(), []);
        const content = await notebook.content();
        assertRun(content);
        const right = assertClaims(content, await notebook.printed());
        console.log(`${name}: ${right} claims in their own cells`);
        await notebook.close();
        await lab.reset();
      });
    }
  },
);

/** Presses Stop when the training has shown its 100th step or more, and runs the cells below. */
async function stopTraining(notebook: OpenNotebook, index: number): Promise<void> {
  for (let step = 0, looks = 0; step < 100; looks++) {
    assert.ok(looks < 600, "The training must show 100 steps within five minutes");
    await pause(500);
    const cell = JSON.stringify((await notebook.content()).cells[index]);
    const [, made = "0", last] = /step ([\d,]+) of ([\d,]+)/.exec(cell) ?? [];
    // A training that is kept from an earlier time has nothing left to stop.
    if (made === last) return;
    step = Number(made.replaceAll(",", ""));
  }
  await notebook.stop();
  await notebook.untilIdle(600_000);
  await notebook.runFrom(index + 1);
}

function assertRun(notebook: NotebookFile): void {
  let [last, stopped] = [0, false];
  for (const { source, execution_count, outputs, metadata } of codeCells(notebook)) {
    // Stop takes the cells that wait off the line, and the kernel counts them.
    if (stopped) assert.ok(execution_count! > last, source);
    else assert.equal(execution_count, last + 1, source);
    [last, stopped] = [execution_count!, source.includes(LONG_TRAINING)];
    const errors = outputs.filter(({ output_type }) => output_type === "error");
    const expected = JSON.stringify(metadata).includes("raises-exception") ? 1 : 0;
    assert.equal(errors.length, expected, JSON.stringify(errors));
  }
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
    if (/^check(Close|Shape)?\(/m.test(source)) assert.ok(ticks > 0, source);
    // Chapter 7 has a check of its own, which claims nothing of what was stopped.
    if (!/\bcheck(Close|Shape|Of)?\(/.test(source)) assert.equal(ticks, 0, source);
    right += ticks;
  });
  return right;
}
