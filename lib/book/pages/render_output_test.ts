import assert from "node:assert/strict";
import type { JsonObject, Output } from "../notebook_file.ts";
import { renderOutput } from "./render_output.ts";

const render = (output: Output) => renderOutput(output, (source) => `<p>${source}</p>`);
const display = (data: JsonObject, metadata: JsonObject = {}): Output => ({
  output_type: "display_data",
  data,
  metadata,
});

Deno.test("renderOutput() tells standard output and standard error apart", () => {
  const stream = (name: "stdout" | "stderr") =>
    render({ output_type: "stream", name, text: "a < \x1b[31mb\x1b[39m\n" });
  const text = `a &lt; <span class="ansi-1">b</span></pre>`;
  assert.match(stream("stdout"), /class="output stdout".*aria-label="printed"/);
  assert.match(stream("stderr"), /class="output stderr".*aria-label="standard error"/);
  assert.ok(stream("stdout").endsWith(text) && stream("stderr").endsWith(text));
});

Deno.test("renderOutput() takes a display's richest form", () => {
  const data = { "text/html": "<b>1</b>", "image/png": "AA==", "text/plain": "one" };
  assert.match(render(display(data)), /^<div class="output display"><b>1<\/b><\/div>$/);
  const { "text/html": _, ...rest } = data;
  assert.match(render(display(rest)), /<img src="data:image\/png;base64,AA=="/);
  assert.match(
    render(display({ "text/plain": "1 < 2" })),
    /class="output result".*1 &lt; 2/,
  );
});

Deno.test("renderOutput() embeds SVG as it is and renders Markdown", () => {
  assert.match(render(display({ "image/svg+xml": "<svg></svg>" })), /><svg><\/svg></);
  assert.match(render(display({ "text/markdown": "hi" })), /><p>hi<\/p></);
  assert.match(render(display({ "text/latex": "$x$" })), /><p>\$x\$<\/p></);
});

Deno.test("renderOutput() writes a picture's size and words", () => {
  const metadata = { "image/png": { alt: `a "b"`, width: 28, height: 14 } };
  assert.match(
    render(display({ "image/png": "AA\n==" }, metadata)),
    /<img src="data:image\/png;base64,AA==" alt="a &quot;b&quot;" width="28" height="14">/,
  );
});

Deno.test("renderOutput() takes plain text as a picture's words, but invents none", () => {
  const data = { "image/png": "AA==", "text/plain": "a ship" };
  assert.match(render(display(data)), / alt="a ship"/);
  assert.doesNotMatch(render(display({ "image/png": "AA==" })), /alt=/);
});

Deno.test("renderOutput() shows an error's traceback, or its name and words", () => {
  const error = { output_type: "error", ename: "RangeError", evalue: "too far" } as const;
  assert.match(
    render({ ...error, traceback: ["Stack", "at x"] }),
    />Stack\nat x<\/pre>$/,
  );
  assert.match(render({ ...error, traceback: [] }), />RangeError: too far<\/pre>$/);
});

Deno.test("renderOutput() shows nothing of a display that a page cannot show", () => {
  assert.equal(render(display({ "application/json": { a: 1 } })), "");
});
