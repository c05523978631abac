import assert from "node:assert/strict";
import type {
  Cell,
  JsonObject,
  NotebookFile,
  Output,
  TextCell,
} from "../notebook_file.ts";
import { renderChapter } from "./chapter.ts";
import { plainCode } from "./highlight_code.ts";

const opening =
  "# Dying units\n\n**The question.** Can a unit *die*? It can.\n\n## Why\n";

const text = (source: string, metadata: JsonObject = {}): TextCell => (
  { cell_type: "markdown", id: "t", metadata, source }
);
const code = (
  source: string,
  outputs: Output[] = [],
  metadata: JsonObject = {},
): Cell => (
  { cell_type: "code", id: "c", metadata, source, execution_count: 1, outputs }
);
const png = (metadata: JsonObject): Output => ({
  output_type: "display_data",
  data: { "image/png": "AA==" },
  metadata,
});

function render(...cells: Cell[]) {
  const notebook: NotebookFile = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  return renderChapter(notebook, { path: "notebooks/10_a.ipynb", highlight: plainCode });
}

Deno.test("renderChapter() finds title, summary and sections", () => {
  const chapter = render(text(opening), text("## Sum $x$"));
  assert.equal(chapter.name, "10_a");
  assert.equal(chapter.title.text, "Dying units");
  assert.equal(chapter.summary, "Can a unit <em>die</em>? It can.");
  assert.deepEqual(chapter.sections.map(({ id }) => id), ["10_a-why", "10_a-sum-x"]);
});

Deno.test("renderChapter() shows cells in order, each output under its code", () => {
  const { html } = render(
    text(opening),
    code("f(1)", [{ output_type: "stream", name: "stdout", text: "one" }]),
    text("then"),
    code("f(2)"),
  );
  const order = ["Dying units", "f(1)", "one", "then", "f(2)"].map((word) =>
    html.indexOf(word)
  );
  assert.deepEqual(order, order.toSorted((a, b) => a - b));
  assert.match(html, /<section class="cell" aria-label="code cell 2">/);
});

Deno.test("renderChapter() folds cells with the tag 'solution'", () => {
  const tags = { tags: ["solution"] };
  const { html } = render(text(opening), text("Because.", tags), code("f()", [], tags));
  const folded = html.match(/<details class="solution">[\s\S]*?<\/details>/g) ?? [];
  assert.equal(folded.length, 2);
  assert.match(folded[0], /<summary>Solution<\/summary>[\s\S]*Because\./);
  assert.match(folded[1], /f\(\)/);
});

Deno.test("renderChapter() leaves out raw and empty cells", () => {
  const raw: Cell = { cell_type: "raw", id: "r", metadata: {}, source: "secret" };
  assert.doesNotMatch(render(text(opening), raw, code(" ")).html, /secret|<section/);
});

Deno.test("renderChapter() puts attached pictures inside the page", () => {
  const attachments = { "a.png": { "image/png": "AA==" } };
  const { html } = render({
    ...text(`${opening}\n![a ship](attachment:a.png)`),
    attachments,
  });
  assert.match(html, /<img src="data:image\/png;base64,AA==" alt="a ship">/);
});

Deno.test("renderChapter() names notebook, cell and TeX where KaTeX cannot read it", () => {
  assert.throws(() => render(text(opening), code("f()"), text("so $\\fra{1}{2}$")), {
    name: "ExportError",
    message: "Cannot export notebooks/10_a.ipynb, the text after code cell 1, as KaTeX " +
      "must read its TeX: \\fra{1}{2} (Undefined control sequence: \\fra)",
  });
});

Deno.test("renderChapter() names the cell whose picture has no words", () => {
  assert.match(
    render(text(opening), code("f()", [png({ alt: "a ship" })])).html,
    /a ship/,
  );
  assert.throws(
    () => render(text(opening), code("f()"), code("g()", [png({})])),
    /10_a\.ipynb, code cell 2, as each picture must have alternative text/,
  );
  assert.throws(
    () => render(text(`${opening}\n![](data:image/png;base64,AA==)`)),
    /words|text/,
  );
});

Deno.test("renderChapter() refuses what would be loaded from outside", () => {
  assert.throws(
    () => render(text(`${opening}\n![a ship](ship.png)`)),
    /the opening text, as a page must load nothing from outside: .*'ship\.png'/,
  );
});

Deno.test("renderChapter() refuses a notebook that a title does not open", () => {
  for (const cells of [[], [code("f()")], [text("## Why")]]) {
    assert.throws(() => render(...cells), /a title '# …' must open it/);
  }
});

Deno.test("renderChapter() refuses a link to a section that is not there", () => {
  assert.match(render(text(`${opening}\n[up](#why)`)).html, /href="#10_a-why"/);
  assert.throws(() => render(text(`${opening}\n[up](#whi)`)), /there is no '10_a-whi'/);
});
