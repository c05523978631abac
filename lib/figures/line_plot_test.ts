import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { linePlot } from "./line_plot.ts";

const options = { alt: "two lines", xLabel: "step", yLabel: "loss (nats)" };
const line = (name: string, ...ys: number[]) => ({
  name,
  colour: "#0072b2",
  points: ys.map((y, index) => ({ x: index + 1, y })),
});

function draw(...args: Parameters<typeof linePlot>) {
  const { document } = parseHTML(`<body>${linePlot(...args)}</body>`);
  const all = (selector: string) => [...document.querySelectorAll(selector)];
  return {
    svg: document.querySelector("svg")!,
    all,
    texts: all("text").map(({ textContent }) => textContent),
    path: (name: string) =>
      document.querySelector(`path[aria-label="${name}"]`)?.getAttribute("d") ?? "",
  };
}

/** Pixel positions of a path of straight lines, one list for each unbroken piece. */
function pieces(path: string): number[][][] {
  return path.split("M").filter(Boolean).map((piece) =>
    piece.replace("Z", "").split("L").map((pair) => pair.split(",").map(Number))
  );
}

Deno.test("linePlot() draws each point where its values lie on the axes", () => {
  const { path } = draw([line("a", 0, 2, 1)], options);
  const [[first, second, third]] = pieces(path("a"));
  assert.ok(second[1] < third[1] && third[1] < first[1], "greater is higher");
  assert.equal((first[1] + second[1]) / 2, third[1]);
  assert.equal((first[0] + third[0]) / 2, second[0]);
});

Deno.test("linePlot() breaks a line at NaN and at infinity", () => {
  const { path } = draw([line("a", 1, 2, NaN, 1, 2, -Infinity, 3, 1)], options);
  assert.deepEqual(pieces(path("a")).map(({ length }) => length), [2, 2, 2]);
});

Deno.test("linePlot() draws a point between two gaps as a dot", () => {
  const { all } = draw([line("a", 1, 2, NaN, 1, NaN)], options);
  assert.equal(all("circle").length, 1);
});

Deno.test("linePlot() draws a single point as a dot, with its step on the axis", () => {
  const { all, texts } = draw([line("a", 1.5)], { ...options, xCounts: true });
  assert.equal(all("circle").length, 1);
  assert.ok(texts.includes("1"));
});

Deno.test("linePlot() labels both axes and names each line in a legend", () => {
  const { texts } = draw([line("a & b", 1, 2), line("c", 2, 1)], options);
  for (const text of ["step", "loss (nats)", "a & b", "c"]) {
    assert.ok(texts.includes(text), text);
  }
});

Deno.test("linePlot() names lines at their left end where told to, with no legend", () => {
  const { all, texts } = draw([line("a", 1, 2)], { ...options, names: "start" });
  assert.equal(texts.filter((text) => text === "a").length, 1);
  assert.equal(all(`[aria-label="legend"]`).length, 0);
});

Deno.test("linePlot() marks whole steps only where x counts", () => {
  const { texts } = draw([line("a", 1, 2, 3)], { ...options, xCounts: true });
  assert.deepEqual(texts.filter((text) => /^\d+$/.test(text ?? "")).slice(-3), [
    "1",
    "2",
    "3",
  ]);
});

Deno.test("linePlot() draws the reference line at its y and says what it is", () => {
  const reference = { y: 1, label: "undecided" };
  const { all, path, texts } = draw([line("a", 0, 2, 1)], { ...options, reference });
  const [rule] = all(`line[aria-label="reference"]`);
  assert.equal(Number(rule.getAttribute("y1")), pieces(path("a"))[0][2][1]);
  assert.ok(texts.includes("undecided"));
});

Deno.test("linePlot() is an image with alternative text, a file by itself", () => {
  const { svg } = draw([line("a", 1, 2)], { ...options, alt: `"a" < b` });
  assert.equal(svg.getAttribute("role"), "img");
  assert.equal(svg.getAttribute("aria-label"), `"a" < b`);
  assert.equal(svg.getAttribute("xmlns"), "http://www.w3.org/2000/svg");
});

Deno.test("linePlot() has no ids, classes or style sheets that could meet another's", () => {
  const { all } = draw([line("a", 1, 2), line("b", 2, NaN)], options);
  assert.equal(all("[id], [class], style").length, 0);
});

Deno.test("linePlot() takes the colour of the text around it for text and axes", () => {
  const { svg, all } = draw([line("a", 1, 2)], options);
  assert.equal(svg.getAttribute("fill"), "currentColor");
  const strokes = all("[stroke]").map((element) => element.getAttribute("stroke"));
  assert.deepEqual([...new Set(strokes)].sort(), ["#0072b2", "currentColor"]);
});

Deno.test("linePlot() wraps a legend that is wider than the plot, and grows by a row", () => {
  const names = ["discriminator", "generator", "a long name for a line"];
  const series = names.map((name) => line(name, 1, 2));
  const height = (width: number) =>
    Number(draw(series, { ...options, width, height: 200 }).svg.getAttribute("height"));
  assert.equal(height(520), 222);
  assert.equal(height(300), 244);
});

Deno.test("linePlot() leaves room under the x axis' label for letters that hang", () => {
  const { svg, all } = draw([line("a", 1, 2)], options);
  const [group] = all(`[aria-label="x-axis label"]`);
  const down = [group, group.querySelector("text")!].map((element) =>
    Number(/,([\d.]+)\)/.exec(element.getAttribute("transform")!)![1])
  );
  const room = Number(svg.getAttribute("height")) - down[0] - down[1];
  assert.ok(room >= 14 / 3, `${room} pixels`);
});

Deno.test("linePlot() keeps every legend entry inside the plot", () => {
  const series = ["discriminator", "generator"].map((name) => line(name, 1, 2));
  const { all } = draw(series, { ...options, width: 300 });
  for (const text of all(`[aria-label="legend"] text`)) {
    const end = Number(text.getAttribute("x")) + text.textContent!.length * 7.3;
    assert.ok(end < 300, `${text.textContent} ends at ${end}`);
  }
});
