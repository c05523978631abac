import assert from "node:assert/strict";
import { testWith } from "../../../test/test_with.ts";
import { loadHighlight, plainCode } from "./highlight_code.ts";

const source = "const x: number = 1; // <one>";

testWith(
  { permissions: ["env"] },
  "loadHighlight() gives each word a light and a dark colour",
  async () => {
    const html = (await loadHighlight())(source, "typescript");
    assert.match(
      html,
      /--shiki-light:#[0-9a-f]{6};--shiki-dark:#[0-9a-f]{6}[^>]*>const</i,
    );
    assert.doesNotMatch(html, /<one>/);
    assert.equal(textOf(html), source);
  },
);

testWith(
  { permissions: ["env"] },
  "loadHighlight() gives the same colours where every moment takes a second",
  async () => {
    const highlight = await loadHighlight();
    const html = highlight(source, "typescript");
    const { now } = Date;
    let clock = now();
    Date.now = () => clock += 1000;
    try {
      assert.equal(highlight(source, "typescript"), html);
    } finally {
      Date.now = now;
    }
  },
);

testWith(
  { permissions: ["env"] },
  "loadHighlight() knows short names of languages, and leaves unknown ones plain",
  async () => {
    const highlight = await loadHighlight();
    assert.match(highlight(source, "ts"), /--shiki-light/);
    assert.match(highlight("ls", "sh"), /--shiki-light/);
    assert.equal(highlight(source, "klingon"), plainCode(source));
  },
);

Deno.test("plainCode() keeps every character as text", () => {
  assert.match(plainCode("a < b"), /<code>a &lt; b<\/code>/);
});

function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, "").replace(/&#x3C;|&lt;/g, "<").replace(/&gt;/g, ">");
}
