import assert from "node:assert/strict";
import { escapeHtml } from "./escape_html.ts";

Deno.test("escapeHtml() writes the five special characters as entities", () => {
  assert.equal(
    escapeHtml(`<a title="x" id='y'>&</a>`),
    "&lt;a title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/a&gt;",
  );
});

Deno.test("escapeHtml() leaves other text as it is", () => {
  assert.equal(escapeHtml("α = 0.2, D(G(z)) − ½"), "α = 0.2, D(G(z)) − ½");
});
