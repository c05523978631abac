import assert from "node:assert/strict";
import { plainCode } from "./highlight_code.ts";
import { katexStyles, usedFamilies } from "./katex_styles.ts";
import { markdownRenderer } from "./render_markdown.ts";

const render = (tex: string) => markdownRenderer(plainCode)(tex).html;
const families = (css: string) =>
  [...css.matchAll(/@font-face\{[^}]*font-family:"?(\w+)/g)].map(([, name]) => name);

Deno.test("katexStyles() has the fonts of letters and of large brackets, as used", async () => {
  const plain = families(await katexStyles(render("$x$")));
  assert.deepEqual([...new Set(plain)], ["KaTeX_Main", "KaTeX_Math"]);
  const rich = families(await katexStyles(render("$\\mathbb{E}\\Big(\\mathcal{N}$")));
  for (const name of ["KaTeX_AMS", "KaTeX_Caligraphic", "KaTeX_Size2"]) {
    assert.ok(rich.includes(name), name);
  }
});

Deno.test("katexStyles() loads nothing from outside", async () => {
  const css = await katexStyles(render("$\\sum_i \\mathbf{x}_i$"));
  const urls = [...css.matchAll(/url\(([^)]{0,30})/g)].map(([, url]) => url);
  assert.ok(urls.length > 0);
  for (const url of urls) assert.match(url, /^data:font\/woff2;base64,/);
});

Deno.test("katexStyles() is empty for a page without mathematics", async () => {
  assert.equal(await katexStyles(`<p class="x">$</p>`), "");
});

Deno.test("usedFamilies() wants all classes of one selector", () => {
  const css = ".k .a,.k .b{font-family:KaTeX_A}.k .c.d{font:1em KaTeX_C,serif}";
  assert.deepEqual([...usedFamilies(css, `<i class="k b">`)], ["KaTeX_A"]);
  assert.deepEqual([...usedFamilies(css, `<i class="k c">`)], []);
  assert.deepEqual([...usedFamilies(css, `<i class="k"><i class="d c">`)], ["KaTeX_C"]);
});
