import assert from "node:assert/strict";
import { seriesAlt } from "./series_alt.ts";

const labels = { xLabel: "step", yLabel: "loss (nats)" };
const line = (name: string, ...ys: number[]) => ({
  name,
  colour: "#0072b2",
  points: ys.map((y, index) => ({ x: index + 1, y })),
});

Deno.test("seriesAlt() gives each line's first, last, smallest and largest value", () => {
  assert.equal(
    seriesAlt([line("a", 2, 5, 1, 3), line("b", 0.5, 0.25)], labels),
    "Line plot of loss (nats) by step, 1 to 4. a: from 2 to 3, between 1 and 5. " +
      "b: from 0.5 to 0.25, between 0.25 and 0.5.",
  );
});

Deno.test("seriesAlt() counts the values that are not finite and reads past them", () => {
  assert.match(
    seriesAlt([line("a", NaN, 5, -Infinity, 3)], labels),
    /a: from 5 to 3, between 3 and 5, with 2 not finite\./,
  );
});

Deno.test("seriesAlt() gives a single value once", () => {
  assert.match(seriesAlt([line("a", 1.5)], labels), /1 to 1\. a: 1\.5\.$/);
});

Deno.test("seriesAlt() refuses to describe nothing", () => {
  for (const series of [[], [line("a")]]) {
    assert.throws(() => seriesAlt(series, labels), {
      name: "RangeError",
      message: "Cannot draw the loss (nats) as there must be at least one point: " +
        "there are none",
    });
  }
});

Deno.test("seriesAlt() names the line that has no finite value", () => {
  assert.throws(() => seriesAlt([line("a", 1), line("b", NaN)], labels), {
    name: "RangeError",
    message: /'b' must have a finite value/,
  });
});
