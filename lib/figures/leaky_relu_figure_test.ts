import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { contrast } from "../../test/contrast.ts";
import type { Figure } from "./figure.ts";
import { leakyReluFigure } from "./leaky_relu_figure.ts";

const slopes = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** The path of each line by its name. */
function paths(figure: Figure): Map<string, string> {
  const { document } = parseHTML(`<body>${figure.html}</body>`);
  const named = [...document.querySelectorAll("path[aria-label]")];
  return new Map(
    named.map((path) => [path.getAttribute("aria-label")!, path.getAttribute("d")!]),
  );
}

Deno.test("leakyReluFigure() draws a line of 30 points for each slope", () => {
  const drawn = paths(leakyReluFigure(slopes));
  assert.deepEqual([...drawn.keys()], slopes.map((slope) => `α = ${slope}`));
  for (const path of drawn.values()) assert.equal(path.split("L").length, 30);
});

Deno.test("leakyReluFigure() writes each slope at its line", () => {
  const { svg } = leakyReluFigure(slopes);
  for (const slope of slopes) assert.ok(svg!.includes(`>α = ${slope}</text>`));
});

Deno.test("leakyReluFigure() writes the lowest slope a line above the numbers of the x axis", () => {
  const { document } = parseHTML(`<body>${leakyReluFigure(slopes).html}</body>`);
  const heightOf = (text: Element) =>
    Number(text.getAttribute("transform")!.match(/,(-?[\d.]+)\)/)![1]);
  const lowest = [...document.querySelectorAll("text")]
    .find(({ textContent }) => textContent === "α = 1")!;
  const number = document.querySelector('[aria-label="x-axis tick label"] text')!;
  assert.ok(heightOf(number) - heightOf(lowest) >= 14);
});

Deno.test("leakyReluFigure() multiplies what is below zero, down to −2, by α", () => {
  const { alt } = leakyReluFigure([0.2, 1]);
  assert.equal(
    alt,
    "Line plot of LeakyReLU(x) by input x, −2 to 0.9. " +
      "α = 0.2: from −0.4 to 0.9, between −0.4 and 0.9. " +
      "α = 1: from −2 to 0.9, between −2 and 0.9.",
  );
});

Deno.test("leakyReluFigure() has only colours with contrast 3 on white and on #111", () => {
  const colours = new Set(leakyReluFigure(slopes).svg!.match(/rgb\([^)]*\)/g));
  assert.ok(colours.size >= 6);
  for (const colour of colours) {
    assert.ok(contrast(colour, "#ffffff") >= 3, `${colour} on white`);
    assert.ok(contrast(colour, "#111111") >= 3, `${colour} on #111`);
  }
});

Deno.test("leakyReluFigure() draws a single slope", () => {
  assert.match(leakyReluFigure([0.01]).alt, /α = 0\.01: from −0\.02 to 0\.9/);
});

Deno.test("leakyReluFigure() refuses no slopes, and a slope that is not finite", () => {
  assert.throws(() => leakyReluFigure([]), RangeError);
  assert.throws(() => leakyReluFigure([0.2, NaN]), /current slope is NaN/);
});
