import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { jupyterDisplay } from "./figure.ts";
import { tableFigure } from "./table_figure.ts";

const rows = [
  { layer: "main.0 <conv>", outputShape: [4, 4, 512], parameters: 819200 },
  { layer: "tanh", outputShape: [64, 64, 3], parameters: 0 },
];

function cells(html: string, selector: string): (string | null)[] {
  const { document } = parseHTML(`<body>${html}</body>`);
  return [...document.querySelectorAll(selector)].map((cell) => cell.textContent);
}

Deno.test("tableFigure() heads the columns with the rows' keys as words, or with others", () => {
  const { html } = tableFigure(rows, { headings: { layer: "part" } });
  assert.deepEqual(cells(html, "th"), ["part", "output shape", "parameters"]);
});

Deno.test("tableFigure() keeps a single capital at a key's end, as D and G are names", () => {
  const { html } = tableFigure([{ lossD: 1, deadShareG: 0, perImage: 1, x: 0, D: 1 }]);
  const headings = ["loss D", "dead share G", "per image", "x", "D"];
  assert.deepEqual(cells(html, "th"), headings);
});

Deno.test("tableFigure() writes shapes in brackets and thousands apart", () => {
  assert.deepEqual(cells(tableFigure(rows).html, "td"), [
    ...["main.0 <conv>", "[4, 4, 512]", "819,200"],
    ...["tanh", "[64, 64, 3]", "0"],
  ]);
});

Deno.test("tableFigure() shows shares in whole per cent, lists of them too, where it is told to", () => {
  const row = { way: "sum", gained: .126, shares: [.5, .004, 1], rest: .5, none: null };
  const { html } = tableFigure([row], { percent: ["way", "gained", "shares", "none"] });
  assert.deepEqual(cells(html, "td"), ["sum", "13", "50 · 0 · 100", "0.5", "–"]);
  assert.match(html, /text-align:right[^>]*>13</);
});

Deno.test("tableFigure() sets numbers to the right and words to the left", () => {
  const { html } = tableFigure([{ word: "a", number: 1 }]);
  assert.match(html, /text-align:left[^>]*>a</);
  assert.match(html, /text-align:right[^>]*>1</);
});

Deno.test("tableFigure() keeps numbers to the right where some are missing", () => {
  assert.match(tableFigure([{ n: 1 }, { n: null }]).html, /text-align:right[^>]*>–</);
});

Deno.test("tableFigure() keeps numbers that stand together in one line, and lets words break", () => {
  const { html } = tableFigure([{ answers: "no, yes", real: "17 · 83" }]);
  assert.match(html, /white-space:nowrap">17 · 83</);
  assert.doesNotMatch(html, /white-space:nowrap">no, yes</);
});

Deno.test("tableFigure() is a table of aligned text in a terminal", () => {
  assert.equal(
    tableFigure([{ layer: "a", size: 1000 }, { layer: "long", size: 2 }], {
      caption: "Layers",
    })[jupyterDisplay]()["text/plain"],
    ["Layers", "layer   size", "─────  ─────", "a      1,000", "long       2"].join("\n"),
  );
});

Deno.test("tableFigure() has its caption in the table and in its alternative text", () => {
  const { html, alt } = tableFigure(rows, { caption: "The generator" });
  assert.deepEqual(cells(html, "caption"), ["The generator"]);
  assert.equal(
    alt,
    "The generator: table of 2 rows with layer, output shape, parameters.",
  );
});

Deno.test("tableFigure() refuses no rows, and a row that lacks a column", () => {
  assert.throws(() => tableFigure([]), /it must have a row/);
  assert.throws(
    () => tableFigure<{ a: number; b?: number }>([{ a: 1, b: 2 }, { a: 1 }] as never),
    /each row must have 'b': row 2 lacks it/,
  );
});
