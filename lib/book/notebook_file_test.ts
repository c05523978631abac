import assert from "node:assert/strict";
import { formatNotebook } from "../../test/format_notebook.ts";
import { codeCells, hasTag, parseNotebook } from "./notebook_file.ts";

function file(cells: unknown[], minor = 5): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: minor, metadata: {}, cells });
}

const markdown = {
  cell_type: "markdown",
  id: "a",
  metadata: {},
  source: ["# One\n", "Two"],
};
const code = {
  cell_type: "code",
  id: "b",
  metadata: { tags: ["raises-exception"] },
  execution_count: 1,
  source: "console.log(1);\nnull",
  outputs: [
    { output_type: "stream", name: "stdout", text: ["1\n"] },
    {
      output_type: "execute_result",
      execution_count: 1,
      data: {
        "text/plain": ["nu", "ll"],
        "application/json": ["kept"],
        "image/png": "AAAA",
      },
      metadata: {},
    },
    { output_type: "error", ename: "Error", evalue: "no", traceback: ["at 1"] },
  ],
};

Deno.test("parseNotebook() joins the lines of sources and outputs, not of JSON data", () => {
  const notebook = parseNotebook(file([markdown, code]), "x.ipynb");
  assert.equal(notebook.cells[0].source, "# One\nTwo");
  const [cell] = codeCells(notebook);
  assert.deepEqual(cell.outputs, [
    { output_type: "stream", name: "stdout", text: "1\n" },
    {
      output_type: "execute_result",
      execution_count: 1,
      data: { "text/plain": "null", "application/json": ["kept"], "image/png": "AAAA" },
      metadata: {},
    },
    { output_type: "error", ename: "Error", evalue: "no", traceback: ["at 1"] },
  ]);
  assert.ok(hasTag(cell, "raises-exception"));
  assert.ok(!hasTag(notebook.cells[0], "raises-exception"));
});

Deno.test("formatNotebook() writes what parseNotebook() reads, texts as lines", () => {
  const notebook = parseNotebook(file([markdown, code]), "x.ipynb");
  const text = formatNotebook(notebook);
  assert.deepEqual(parseNotebook(text, "x.ipynb"), notebook);
  const raw = JSON.parse(text);
  assert.deepEqual(raw.cells[1].source, ["console.log(1);\n", "null"]);
  assert.equal(raw.cells[1].outputs[1].data["image/png"], "AAAA");
  assert.ok(text.endsWith("}\n"));
});

Deno.test("parseNotebook() gives ids to the cells of a format before 4.5", () => {
  const old = { ...markdown, id: undefined };
  const notebook = parseNotebook(file([old, old], 2), "old.ipynb");
  assert.deepEqual(notebook.cells.map((cell) => cell.id), ["cell-1", "cell-2"]);
  assert.equal(notebook.nbformat_minor, 5);
});

Deno.test("parseNotebook() says what a damaged file must be, and what it is", () => {
  const refuse = (text: string, message: RegExp) =>
    assert.throws(() => parseNotebook(text, "bad.ipynb"), message);
  refuse("{", /SyntaxError: Cannot read notebook 'bad.ipynb' as it must hold JSON/);
  refuse("", /it must hold JSON/);
  refuse("[]", /as it must hold a JSON object: current value is \[\]/);
  refuse(
    `{"nbformat":3}`,
    /TypeError: Cannot read notebook 'bad.ipynb' as 'nbformat' must be 4: current value is 3/,
  );
  refuse(`{"nbformat":4,"nbformat_minor":5}`, /'cells' must be a list/);
  refuse(file([7]), /cell 1 must be an object: current value is 7/);
  refuse(
    file([markdown, { ...code, cell_type: "kode" }]),
    /'cell_type' of cell 2 .*"kode"/,
  );
  refuse(file([{ ...markdown, id: "a b" }]), /'id' of cell 1 must be .*"a b"/);
  refuse(file([{ ...markdown, id: undefined }]), /'id' of cell 1 .*undefined/);
  refuse(file([markdown, markdown]), /every cell must have an 'id' of its own.*"a"/);
  refuse(file([{ ...markdown, source: 1 }]), /'source' of cell 1 must be a string/);
  refuse(
    file([{ ...code, outputs: [{ output_type: "odd" }] }]),
    /'output_type' in cell 1/,
  );
  refuse(
    file([{ ...code, outputs: [{ output_type: "stream" }] }]),
    /a stream of cell 1 must have 'text'/,
  );
});

Deno.test("parseNotebook() refuses every truncation of a notebook", () => {
  const text = file([markdown, code]);
  for (let length = 0; length < text.length; length += 7) {
    assert.throws(() => parseNotebook(text.slice(0, length), "cut.ipynb"), SyntaxError);
  }
});
