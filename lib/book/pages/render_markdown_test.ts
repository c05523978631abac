import assert from "node:assert/strict";
import { plainCode } from "./highlight_code.ts";
import { markdownRenderer } from "./render_markdown.ts";

const render = (source: string, options?: { prefix: string }) =>
  markdownRenderer(plainCode, options)(source);

Deno.test("markdownRenderer() renders mathematics with KaTeX, in the line and displayed", () => {
  const { html, badTex } = render("$x_1$ and\n\n$$\n\\frac12\n$$\n");
  assert.match(html, /<span class="katex"/);
  assert.match(html, /katex-display/);
  assert.match(html, /msupsub/, "subscripts are smaller than their base");
  assert.deepEqual(badTex, []);
});

Deno.test("markdownRenderer() reports TeX that KaTeX cannot read, once, with the reason", () => {
  assert.deepEqual(render("# A $\\fra{1}{2}$\n\nand $x$").badTex, [
    { tex: "\\fra{1}{2}", reason: "Undefined control sequence: \\fra" },
  ]);
});

Deno.test("markdownRenderer() leaves prices and code without mathematics", () => {
  const { html } = render("\\$5 and `cost_$x$`");
  assert.equal(html, "<p>$5 and <code>cost_$x$</code></p>\n");
});

Deno.test("markdownRenderer() gives headings ids from their words", () => {
  const { html, headings } = render("# Dying *ReLU*: α\n\ntext\n\n## What for?");
  assert.match(html, /<h1 id="dying-relu-α">/);
  assert.deepEqual(headings, [
    {
      level: 1,
      html: "Dying <em>ReLU</em>: α",
      text: "Dying ReLU: α",
      id: "dying-relu-α",
    },
    { level: 2, html: "What for?", text: "What for?", id: "what-for" },
  ]);
});

Deno.test("markdownRenderer() ends each heading with a link to itself", () => {
  assert.match(render("## Why?").html, /Why\?<a class="anchor" href="#why" .*<\/h2>/);
});

Deno.test("markdownRenderer() numbers headings of the same words over all cells", () => {
  const page = markdownRenderer(plainCode);
  const ids = ["# A", "# A\n\n# A", "# !"].flatMap((source) => page(source).headings)
    .map(({ id }) => id);
  assert.deepEqual(ids, ["a", "a-2", "a-3", "section"]);
});

Deno.test("markdownRenderer() puts the prefix before ids and links to them alike", () => {
  const { html } = render("## Sum\n\n[up](#sum) [out](https://a.b/#c)", { prefix: "p-" });
  assert.match(html, /<h2 id="p-sum">/);
  assert.match(html, /href="#p-sum"/);
  assert.match(html, /href="https:\/\/a\.b\/#c"/);
});

Deno.test("markdownRenderer() turns links to notebooks into links to their pages", () => {
  const { html } = render("[a](20_b.ipynb) [c](./20_b.ipynb#sum) [d](../README.md)");
  assert.deepEqual([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href), [
    "20_b.html",
    "20_b.html#20_b-sum",
    "../README.md",
  ]);
});

Deno.test("markdownRenderer() renders tables, and Markdown in folded parts", () => {
  const { html } = render(
    "|a|b|\n|-|-:|\n|$x$|2|\n\n<details><summary>Solution</summary>\n\n**Yes**\n\n</details>",
  );
  assert.match(html, /<table>/);
  assert.match(html, /<td style="text-align:right">2<\/td>/);
  assert.match(html, /<details><summary>Solution<\/summary>\s*<p><strong>Yes</);
});

Deno.test("markdownRenderer() hands fences and their language to the highlighter", () => {
  const calls: string[][] = [];
  markdownRenderer((source, language) => {
    calls.push([source, language]);
    return "<pre></pre>";
  })("```ts\nconst x = 1;\n```\n");
  assert.deepEqual(calls, [["const x = 1;", "ts"]]);
});
