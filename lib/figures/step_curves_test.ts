import assert from "node:assert/strict";
import { stepCurves } from "./step_curves.ts";

const line = (count: number) => ({
  name: "a",
  colour: "#0072b2",
  points: Array.from({ length: count }, (_, index) => ({ x: index + 1, y: index })),
});
const options = { yLabel: "loss (nats)" };

Deno.test("stepCurves() draws every step of a short run", () => {
  const { svg } = stepCurves([line(400)], options);
  assert.match(svg!, />training step</);
});

Deno.test("stepCurves() draws means of a long run and says so on the axis", () => {
  const { svg, alt } = stepCurves([line(4000)], options);
  assert.match(svg!, />training step \(means of 10 steps\)</);
  assert.match(alt, /1 to 4,000\. a: from 0 to 3,999/);
});

Deno.test("stepCurves() says measurements where they lie several steps apart", () => {
  const { points, ...named } = line(500);
  const sparse = points.map(({ x, y }) => ({ x: 50 * x, y }));
  const { svg } = stepCurves([{ ...named, points: sparse }], options);
  assert.match(svg!, />training step \(means of 2 measurements\)</);
});

Deno.test("stepCurves() draws a long run no larger than a short one", () => {
  const length = (count: number) => stepCurves([line(count)], options).html.length;
  assert.ok(length(40000) < 1.2 * length(400));
});

Deno.test("stepCurves() says in words where the reference line lies", () => {
  const reference = { y: 1.5, label: "undecided" };
  const { alt } = stepCurves([line(3)], { ...options, reference });
  assert.match(alt, /A dotted line at 1\.5: undecided\.$/);
});
