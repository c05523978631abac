import assert from "node:assert/strict";
import { pageFaults } from "./page_faults.ts";

const png = "data:image/png;base64,AA==";

Deno.test("pageFaults() finds none in a page that stands alone", () => {
  const html = `<p><a href="https://arxiv.org">paper</a> <a href="#x">x</a></p>` +
    `<img src="${png}" alt="a ship"><svg role="img" aria-label="a plot"><path/></svg>` +
    `<svg><title>a plot</title><image href="${png}"/></svg>` +
    `<span aria-hidden="true"><svg><path/></svg></span>` +
    `<style>p { background: url(${png}) }</style>`;
  assert.deepEqual(pageFaults(html), []);
});

Deno.test("pageFaults() finds pictures without words, or with blank ones", () => {
  const html = `<img src="${png}"><img src="${png}" alt=" "><svg></svg>`;
  assert.equal(pageFaults(html).length, 3);
  assert.match(pageFaults(html)[0], /alternative text: <img src="data:image/);
});

for (
  const [what, html] of [
    ["a picture's file", `<img src="a.png" alt="a">`],
    ["a script's address", `<script src="https://a.b/c.js"></script>`],
    ["a style sheet", `<link rel="stylesheet" href="//a.b/c.css">`],
    ["a frame", `<iframe src="https://a.b"></iframe>`],
    ["an image in SVG", `<svg aria-label="a"><image href="a.png"/></svg>`],
    ["a style's import", `<style>@import "a.css";</style>`],
    ["a style's url()", `<p style="background:url('http://a.b/c')">x</p>`],
  ]
) {
  Deno.test(`pageFaults() finds what loads from outside: ${what}`, () => {
    const faults = pageFaults(html);
    assert.equal(faults.length, 1, faults.join("; "));
    assert.match(faults[0], /a page must load nothing from outside/);
  });
}
