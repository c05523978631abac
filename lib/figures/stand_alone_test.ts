import assert from "node:assert/strict";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { standAlone } from "./stand_alone.ts";

Deno.test("standAlone() leaves a file with words and without classes and style sheets", () => {
  const { document } = parseHTML("<html><body></body></html>");
  const svg = Plot.plot({ document, marks: [Plot.dot([[1, 2]])] }) as SVGSVGElement;
  assert.match(svg.outerHTML, /<style>/);
  standAlone(svg, "a dot at 1, 2");
  assert.match(svg.outerHTML, /xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  assert.match(svg.outerHTML, /<svg[^>]* aria-label="a dot at 1, 2" role="img"/);
  assert.doesNotMatch(svg.outerHTML, /<style|<svg[^>]* class=/);
});
