import assert from "node:assert/strict";
import { join } from "@std/path";
import { codeCells, type NotebookFile } from "../lib/book/notebook_file.ts";
import {
  CellError,
  runNotebook,
  type RunOptions,
} from "../lib/book/kernel/run_notebook.ts";
import { formatNotebook } from "./format_notebook.ts";
import { linesInPlace, makeNotebook, printingCells } from "./make_notebook.ts";

async function run(sources: string[], options: RunOptions = {}): Promise<NotebookFile> {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "test.ipynb");
    await Deno.writeTextFile(path, formatNotebook(makeNotebook(...sources)));
    return await runNotebook(path, options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const printed = (notebook: NotebookFile) =>
  codeCells(notebook).map(({ outputs }) =>
    outputs.map((output) => output.output_type === "stream" ? output.text : "").join("")
  );

async function failure(sources: string[], options: RunOptions = {}) {
  try {
    await run(sources, options);
  } catch (error) {
    assert.ok(error instanceof CellError, String(error));
    return error;
  }
  throw new Error("The notebook must fail");
}

Deno.test("runNotebook() puts 300 of 300 lines in their cells, ten times over", async () => {
  const print = async () => {
    const texts = printed(await run(printingCells(15, 20)));
    assert.equal(linesInPlace(texts, 20), 300);
  };
  for (let pair = 0; pair < 5; pair++) await Promise.all([print(), print()]);
});

Deno.test("runNotebook() loses no output of a cell that fails right after it printed", async () => {
  const notebook = await run([
    `%tag raises-exception\nfor (let i = 0; i < 50; i++) console.log(i);\nthrow new Error("no");`,
    `console.log("next");`,
  ]);
  const [first, second] = codeCells(notebook);
  assert.equal(first.outputs.length, 2);
  assert.equal(printed(notebook)[0].split("\n").length, 51);
  assert.equal(first.outputs[1].output_type, "error");
  assert.deepEqual(second.outputs, [
    { output_type: "stream", name: "stdout", text: "next\n" },
  ]);
});

Deno.test("runNotebook() merges updates into the display they name, across cells", async () => {
  const notebook = await run([
    `await Deno.jupyter.display({ "text/html": "<b>1</b>" }, { raw: true, display_id: "a" });`,
    `for (let i = 2; i < 200; i++) {
  const bundle = { "text/html": \`<b>\${i}</b>\` };
  await Deno.jupyter.display(bundle, { raw: true, display_id: "a", update: true });
}`,
    `new Uint8Array(3)`,
  ]);
  const [first, second, third] = codeCells(notebook);
  assert.deepEqual(first.outputs, [
    { output_type: "display_data", data: { "text/html": "<b>199</b>" }, metadata: {} },
  ]);
  assert.deepEqual(second.outputs, []);
  assert.equal(third.execution_count, 3);
  const data = { "text/plain": "Uint8Array(3) [ 0, 0, 0 ]" };
  assert.deepEqual(third.outputs, [
    { output_type: "execute_result", execution_count: 3, data, metadata: {} },
  ]);
});

Deno.test("runNotebook() stops at the first cell that throws and names its line", async () => {
  const ended: number[] = [];
  const error = await failure(
    [
      `const a: number = 1;`,
      `\n// why\n\nconst f = () => {\n  throw new RangeError("no");\n};`,
      `interface A { a: number }\n\nawait 0;\nf();`,
      `console.log("never")`,
    ],
    { onCell: ({ cell }) => ended.push(cell) },
  );
  assert.match(
    error.message,
    /test\.ipynb, code cell 3, line 4: RangeError: no\n {2}4 \| f\(\);$/,
  );
  assert.deepEqual(ended, [1, 2]);
});

Deno.test("runNotebook() says what is wrong with a cell that is no TypeScript", async () => {
  const { failure: { cell, line, source, evalue } } = await failure(
    ["f", "1;\nconst = 3;"]
      .with(0, "const f = 1;"),
  );
  assert.deepEqual({ cell, line, source }, { cell: 2, line: 2, source: "const = 3;" });
  assert.match(evalue, /SyntaxError: Unexpected token/);
});

Deno.test("runNotebook() says which module a cell lacks", async () => {
  const { failure: { line, evalue } } = await failure([
    "\nimport { x } from './none.ts';",
  ]);
  assert.equal(line, 2);
  assert.match(evalue, /none\.ts/);
});

Deno.test("runNotebook() ends a cell that shows nothing for too long", async () => {
  const waits = await failure([`await new Promise((r) => setTimeout(r, 60_000));`], {
    timeout: 500,
  });
  assert.equal(waits.failure.ename, "CellTimeoutError");
  const spins = await failure([`while (true);`], {
    timeout: 500,
    grace: 500,
  });
  assert.match(
    spins.message,
    /code cell 1: CellTimeoutError: .* must end or show something within 500 ms/,
  );
});

Deno.test("runNotebook() notices that the kernel has died", async () => {
  const { message } = await failure([`console.log(1)`, `Deno.exit(7);`]);
  assert.match(message, /code cell 2: DeadKernelError: The kernel ended \(code 7\)/);
});

Deno.test("runNotebook() shows the last words of a kernel that does not start", async () => {
  // `cat` takes none of the arguments of a Deno kernel, and says so.
  await assert.rejects(
    run([`1`], { deno: "cat" }),
    /DeadKernelError: .*code 1.*\s.*kernel/,
  );
});

Deno.test("runNotebook() heeds the tags that say a cell must throw or must not run", async () => {
  const notebook = await run([`%tag skip-execution\nthrow 1;`, ``, `console.log("x");`]);
  assert.deepEqual(printed(notebook), ["", "", "x\n"]);
  const { message } = await failure([`%tag raises-exception\nconst a = 1;`]);
  assert.match(message, /code cell 1: Error: The cell must throw as its tag/);
});

Deno.test("runNotebook() runs in the notebook's folder with its environment", async () => {
  const notebook = await run(
    [`console.log(Deno.env.get("BOOK_TEST"), (await Deno.stat("test.ipynb")).isFile);`],
    { environment: { BOOK_TEST: "given" } },
  );
  assert.deepEqual(printed(notebook), ["given true\n"]);
});
