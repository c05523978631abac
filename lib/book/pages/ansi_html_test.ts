import assert from "node:assert/strict";
import { ansiHtml } from "./ansi_html.ts";

Deno.test("ansiHtml() writes colours as spans until they end", () => {
  assert.equal(
    ansiHtml("a \x1b[31mred\x1b[39m b"),
    `a <span class="ansi-1">red</span> b`,
  );
});

Deno.test("ansiHtml() keeps bold and colour apart, and ends both at 0", () => {
  assert.equal(
    ansiHtml("\x1b[1;34mx\x1b[22my\x1b[0mz"),
    `<span class="ansi-4 ansi-bold">x</span><span class="ansi-4">y</span>z`,
  );
});

Deno.test("ansiHtml() reads bright colours as the plain ones, and an empty code as 0", () => {
  assert.equal(ansiHtml("\x1b[92mx\x1b[my"), `<span class="ansi-2">x</span>y`);
});

Deno.test("ansiHtml() leaves out other control sequences", () => {
  assert.equal(ansiHtml("\x1b[2K\x1b[?25lx\x1b[48;5;3my"), "xy");
});

Deno.test("ansiHtml() draws colours of a palette or of 24 bits as the text's own", () => {
  assert.equal(
    ansiHtml("\x1b[38;2;1;31;97mx\x1b[1;38;5;34my"),
    `x<span class="ansi-bold">y</span>`,
  );
  assert.equal(
    ansiHtml("\x1b[31mx\x1b[48;2;4;5;1my\x1b[38;5;4mz"),
    `<span class="ansi-1">x</span><span class="ansi-1">y</span>z`,
  );
});

Deno.test("ansiHtml() escapes the text", () => {
  assert.equal(
    ansiHtml("\x1b[31m<b>\x1b[0m&"),
    `<span class="ansi-1">&lt;b&gt;</span>&amp;`,
  );
});
