import assert from "node:assert/strict";
import { jupyterDisplay, makeFigure } from "./figure.ts";

Deno.test("makeFigure() wraps the content and escapes the caption", () => {
  const figure = makeFigure({ content: "<b>x</b>", alt: "an x", caption: "1 < 2" });
  assert.match(figure.html, /^<figure [^>]*><b>x<\/b><figcaption [^>]*>1 &lt; 2</);
  assert.ok(figure.html.endsWith("</figcaption></figure>"));
});

Deno.test("makeFigure() shows its alternative text in a terminal", () => {
  const figure = makeFigure({ content: "", alt: "an x" });
  assert.deepEqual(figure[jupyterDisplay](), {
    "text/html": figure.html,
    "text/plain": "an x",
  });
});

Deno.test("makeFigure() shows other text in a terminal where it is given", () => {
  const figure = makeFigure({ content: "", alt: "a table", text: "1 2" });
  assert.equal(figure[jupyterDisplay]()["text/plain"], "1 2");
});

Deno.test("a figure answers to the symbol that the Deno kernel looks for", () => {
  assert.equal(jupyterDisplay, Symbol.for("Jupyter.display"));
});

Deno.test("makeFigure() refuses a figure without alternative text", () => {
  assert.throws(() => makeFigure({ content: "", alt: " " }), {
    name: "RangeError",
    message: /'alt' must say what it shows/,
  });
});
