import assert from "node:assert/strict";
import { codeCells } from "../lib/book/notebook_file.ts";
import { JupyterLab } from "./jupyter_lab.ts";
import { formatNotebook } from "./format_notebook.ts";
import { linesInPlace, makeNotebook, printingCells } from "./make_notebook.ts";
import { pause } from "./naive_front_end.ts";
import { testWith } from "./test_with.ts";

const repair = `import { repairKernel } from "../lib/book/repair_kernel.ts";
import { stopSignal } from "../lib/book/stop_signal.ts";
console.log(await repairKernel());`;

testWith(
  { parts: ["jupyterlab", "chromium"] },
  "JupyterLab shows every line in its own cell, and Stop keeps the kernel",
  async (t) => {
    await using lab = await JupyterLab.start();

    await t.step(
      "Run All puts 3000 of 3000 lines in their cells, and error cells too",
      async () => {
        const throws =
          `%tag raises-exception\nconsole.log("before"); throw new Error("expected");`;
        const cells = [
          repair,
          ...printingCells(15, 200),
          throws,
          `console.log("after");`,
        ];
        const notebook = await lab.open(
          "print.ipynb",
          formatNotebook(makeNotebook(...cells)),
        );
        await notebook.runAll();
        await notebook.untilIdle(180_000);
        const [first, ...texts] = await notebook.printed();
        assert.equal(first, "repaired\n");
        assert.equal(linesInPlace(texts.slice(0, 15), 200), 3000);
        assert.deepEqual(texts.slice(15), ["before\n", "after\n"]);
        await notebook.close();
      },
    );

    await t.step(
      "live displays change in place and end with the last figure",
      async () => {
        const live = `import { showLive } from "../lib/book/show.ts";
import { tableFigure } from "../lib/figures/table_figure.ts";
const table = (step: number) => tableFigure([{ step }], { caption: "Step" });
const live = await showLive(table(0));
for (let step = 1; step <= 300; step++) {
  await live.update(table(step));
  await new Promise((resolve) => setTimeout(resolve, 3));
}
console.log("done");`;
        const cells = [repair, live, `console.log("next");`];
        const notebook = await lab.open(
          "live.ipynb",
          formatNotebook(makeNotebook(...cells)),
        );
        await notebook.runAll();
        await notebook.untilIdle(180_000);
        const [, shown, next] = codeCells(await notebook.content());
        assert.equal(shown.outputs.length, 2, JSON.stringify(shown.outputs));
        const [display] = shown.outputs;
        assert.equal(display.output_type, "display_data");
        assert.match(JSON.stringify(display), /300/);
        assert.deepEqual(next.outputs, [
          { output_type: "stream", name: "stdout", text: "next\n" },
        ]);
        await notebook.close();
      },
    );

    await t.step(
      "Stop ends a training-like loop, and later cells have its weights",
      async () => {
        const loop = `const weights = new Float32Array(1000);
let steps = 0;
const signal = stopSignal();
while (!signal.aborted) {
  weights.fill(++steps);
  if (steps === 20) console.log("begun");
  await new Promise((resolve) => setTimeout(resolve, 1));
}
console.log("ended");`;
        const cells = [repair, loop, `console.log(steps >= 20, weights[999] === steps);`];
        const notebook = await lab.open(
          "stop.ipynb",
          formatNotebook(makeNotebook(...cells)),
        );
        await notebook.runAll();
        for (let looks = 0; looks < 300; looks++) {
          if ((await notebook.printed())[1] === "begun\n") break;
          await pause(200);
        }
        await notebook.stop();
        await notebook.untilIdle(180_000);
        assert.deepEqual(await notebook.dialogs(), []);
        // Stop also takes the cells that wait in line off it, as for every kernel.
        await notebook.run(2);
        await notebook.untilIdle(180_000);
        const [, ended, kept] = await notebook.printed();
        assert.equal(ended, "begun\nended\n");
        assert.equal(kept, "true true\n");
        await notebook.close();
      },
    );
  },
);
