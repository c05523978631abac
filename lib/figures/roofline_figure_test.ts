import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { crosses, labelBox } from "./place_labels.ts";
import { rooflineFigure } from "./roofline_figure.ts";
import { fontSize } from "./stand_alone.ts";

const roof = { gigaflops: 80, gigabytesPerSecond: 10 };
const points = [
  { name: "Conv2D", intensity: 64, gigaflops: 60 },
  { name: "Adam", intensity: 0.5, gigaflops: 4 },
  { name: "Tanh", intensity: 0.5, gigaflops: 4 },
];

function read(figure: { svg?: string }) {
  const { document } = parseHTML(`<body>${figure.svg}</body>`);
  return (label: string) => document.querySelector(`[aria-label="${label}"]`);
}

Deno.test("rooflineFigure() says the roof, and what binds each kernel", () => {
  assert.equal(
    rooflineFigure(points.slice(0, 2), { roof }).alt,
    "Roofline plot of GFLOP/s by operations a byte. The roof rises by 10 GB/s up to 80 " +
      "GFLOP/s, from 8 operations a byte on. Conv2D: 60 GFLOP/s at 64 operations a byte, " +
      "bound by arithmetic. Adam: 4 GFLOP/s at 0.5 operations a byte, bound by memory.",
  );
});

Deno.test("rooflineFigure() draws a roof that rises to the ridge and is level from there", () => {
  const path = read(rooflineFigure(points, { roof }))("roof")!;
  const drawn = path.getAttribute("d")!.match(/-?[\d.]+,-?[\d.]+/g)!
    .map((pair) => pair.split(",").map(Number));
  const [[startX, startY], [ridgeX, ridgeY], [endX, endY]] = drawn;
  assert.equal(drawn.length, 3);
  assert.ok(startX < ridgeX && ridgeX < endX);
  assert.ok(startY > ridgeY && ridgeY === endY);
});

Deno.test("rooflineFigure() marks by colour what waits for memory and what computes", () => {
  const find = read(rooflineFigure(points, { roof }));
  const colour = (name: string) => {
    const element = find(name)!;
    return element.getAttribute("fill") ?? element.parentElement!.getAttribute("fill");
  };
  assert.equal(colour("Adam"), "#d55e00");
  assert.equal(colour("Conv2D"), "#0072b2");
});

Deno.test("rooflineFigure() shows the outlines of kernels that lie on one another", () => {
  const { svg } = rooflineFigure(points, { roof });
  const { document } = parseHTML(`<body>${svg}</body>`);
  for (const name of ["Adam", "Tanh", "Conv2D"]) {
    const mark = document.querySelector(`[aria-label="${name}"]`)!;
    const attribute = (key: string) =>
      mark.getAttribute(key) ?? mark.parentElement!.getAttribute(key);
    assert.ok(Number(attribute("fill-opacity")) < 1);
    assert.equal(attribute("stroke"), attribute("fill"));
  }
});

Deno.test("rooflineFigure() writes no name over another of the same place", () => {
  const { document } = parseHTML(`<body>${rooflineFigure(points, { roof }).svg}</body>`);
  const at = (name: string) =>
    [...document.querySelectorAll("text")].find(({ textContent }) =>
      textContent === name
    )!
      .parentElement!.outerHTML.match(/translate\(([^)]*)\)/g)!.join();
  assert.notEqual(at("Adam"), at("Tanh"));
});

Deno.test("rooflineFigure() ties a name to its dot by a line where it has had to go far", () => {
  const crowd = Array.from({ length: 8 }, (_, index) => ({
    ...{ name: `Kernel${index}`, intensity: 0.5, gigaflops: 4 },
  }));
  const { document } = parseHTML(`<body>${rooflineFigure(crowd, { roof }).svg}</body>`);
  const ties = [...document.querySelectorAll('[aria-label^="to Kernel"]')];
  assert.ok(ties.length >= 4 && ties.length < 8, `${ties.length} of 8 are tied`);
  for (const tie of ties) {
    const [x1, y1, x2, y2] = tie.getAttribute("d")!.match(/-?[\d.]+/g)!.map(Number);
    assert.ok(Math.abs(Math.abs(x2 - x1) - 7) < .1 && Math.abs(y2 - y1) >= 20);
  }
  const alone = read(rooflineFigure(points.slice(0, 1), { roof }));
  assert.equal(alone("to Conv2D"), null);
});

Deno.test("rooflineFigure() writes no name on the roof where three kernels lie near it", () => {
  const names = ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"];
  const kernels = [56, 62, 80].map((gigaflops, index) => ({
    ...{ name: names[index], intensity: 75, gigaflops },
  }));
  const figure = rooflineFigure([...kernels, ...points.slice(1)], {
    roof: { gigaflops: 42, gigabytesPerSecond: 10 },
  });
  const { document } = parseHTML(`<body>${figure.svg}</body>`);
  const roof = document.querySelector('[aria-label="roof"]')!.getAttribute("d")!
    .match(/-?[\d.]+,-?[\d.]+/g)!.map((pair) => {
      const [x, y] = pair.split(",").map(Number);
      return { x, y };
    });
  const labels = [...document.querySelectorAll("text")]
    .filter(({ textContent }) => names.includes(textContent ?? ""));
  assert.equal(labels.length, 3);
  const boxes = labels.map((label) => {
    const numbers = (element: Element) =>
      element.getAttribute("transform")!.match(/-?[\d.]+/g)!.map(Number);
    const [[x, y], [dx, dy]] = [numbers(label), numbers(label.parentElement!)];
    const end = label.closest('[text-anchor="end"]');
    const place = { dx, dy, textAnchor: end ? "end" as const : "start" as const };
    return labelBox({ x, y, label: label.textContent! }, place, fontSize);
  });
  for (const [index, box] of boxes.entries()) {
    assert.ok(!crosses(roof[0], roof[1], box) && !crosses(roof[1], roof[2], box));
    for (const other of boxes.slice(index + 1)) {
      const apart = box.right <= other.left || other.right <= box.left ||
        box.bottom <= other.top || other.bottom <= box.top;
      assert.ok(apart);
    }
  }
});

Deno.test("rooflineFigure() refuses nothing to draw, and what has no logarithm", () => {
  assert.throws(() => rooflineFigure([], { roof }), /there is none/);
  const wrong = [{ name: "Conv2D", intensity: 0, gigaflops: 1 }];
  assert.throws(
    () => rooflineFigure(wrong, { roof }),
    /'intensity' of Conv2D must be above 0 and finite: current value is 0/,
  );
  assert.throws(
    () => rooflineFigure(points, { roof: { ...roof, gigaflops: NaN } }),
    /'gigaflops' of roof/,
  );
});
