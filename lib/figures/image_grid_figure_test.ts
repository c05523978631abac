import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { imageGridFigure } from "./image_grid_figure.ts";

const images = (count: number, { side = 2, channels = 1 } = {}) => ({
  data: new Float32Array(count * side * side * channels),
  shape: [count, side, side, channels],
});

function draw(...args: Parameters<typeof imageGridFigure>) {
  const figure = imageGridFigure(...args);
  const { document } = parseHTML(`<body>${figure.html}</body>`);
  const numbers = (element: Element, ...names: string[]) =>
    names.map((name) => Number(element.getAttribute(name)));
  const svg = document.querySelector("svg")!;
  return {
    figure,
    svg,
    size: numbers(svg, "width", "height"),
    places: [...document.querySelectorAll("image")].map((image) =>
      numbers(image, "x", "y", "width", "height")
    ),
    texts: [...document.querySelectorAll("text")].map((text) => text.textContent),
  };
}

Deno.test("imageGridFigure() lays images out row by row, four pixels apart", () => {
  const { places, size } = draw(images(3), { columns: 2, scale: 3 });
  assert.deepEqual(places, [[0, 0, 6, 6], [10, 0, 6, 6], [0, 10, 6, 6]]);
  assert.deepEqual(size, [16, 16]);
});

Deno.test("imageGridFigure() makes as square a grid as the count allows", () => {
  assert.match(imageGridFigure(images(20)).alt, /in 4 rows of 5\.$/);
});

Deno.test("imageGridFigure() writes a number below 0 with a real minus sign", () => {
  const { figure, texts } = draw(images(2), { columns: 2, columnLabels: [-6, 6] });
  assert.deepEqual(texts, ["−6", "6"]);
  assert.match(figure.alt, /Columns: −6, 6\.$/);
});

Deno.test("imageGridFigure() shrinks on a narrow page, with words to 9 pixels a letter", () => {
  const least = (labels: string[]) => {
    const { svg, size: [width] } = draw(images(13), { columns: 13, scale: 10, labels });
    const [, pixels] = /min-width:(\d+)px/.exec(svg.getAttribute("style")!) ?? [];
    return { width, pixels };
  };
  const names = Array(13).fill("a");
  assert.deepEqual(least(names), { width: 308, pixels: String(Math.ceil(308 * 9 / 13)) });
  assert.deepEqual(least([]), { width: 308, pixels: undefined });
});

Deno.test("imageGridFigure() scales by the largest whole number up to 3 that fits", () => {
  const side = (width: number) =>
    draw(images(8, { side: width }), { columns: 8 }).places[0][2];
  assert.deepEqual([2, 24, 64, 200].map(side), [6, 48, 64, 200]);
});

Deno.test("imageGridFigure() shows pixels as they are", () => {
  assert.match(imageGridFigure(images(1)).html, /style="image-rendering:pixelated"/);
});

Deno.test("imageGridFigure() writes each image's label under it", () => {
  const { figure, texts, places } = draw(images(4, { side: 10 }), {
    columns: 2,
    labels: [3, 1, 4, "<1>"],
  });
  assert.deepEqual(texts, ["3", "1", "4", "<1>"]);
  assert.equal(places[2][1], 30 + 4 + 18);
  assert.match(figure.alt, /labelled 3, 1, 4, <1>\.$/);
});

Deno.test("imageGridFigure() makes room for wide letters beside a row, as DejaVu Sans has them", () => {
  // Measured in Chromium, in heights of the font.
  for (const [word, width] of [["mean", 2.84], ["WWW", 2.97], ["generated", 5.17]]) {
    const { places } = draw(images(1), { rowLabels: [word] });
    assert.ok(places[0][0] > 13 * Number(width) + 8, `${word}: ${places[0][0]}`);
  }
});

Deno.test("imageGridFigure() makes room for labels wider than their images", () => {
  const { places } = draw(images(2), { labels: ["automobile", "ship"] });
  assert.ok(places[1][0] - places[0][0] > 10 * 7);
});

Deno.test("imageGridFigure() writes words beside rows and above columns", () => {
  const { figure, texts, places } = draw(images(6), {
    columns: 3,
    rowLabels: ["before", "after"],
    columnLabels: [0, 0.5, 1],
  });
  assert.deepEqual(texts, ["0", "0.5", "1", "before", "after"]);
  assert.ok(places[0][0] > 6 * 7 && places[0][1] === 18);
  assert.match(figure.alt, /Rows: before, after\. Columns: 0, 0\.5, 1\.$/);
});

Deno.test("imageGridFigure() says what the images are, opened by the caption", () => {
  assert.equal(
    imageGridFigure(images(6, { channels: 3 }), { columns: 6, caption: "Ships." }).alt,
    "Ships: 6 colour images of 2 × 2 pixels, in 1 row of 6.",
  );
  assert.equal(imageGridFigure(images(1)).alt, "One grey image of 2 × 2 pixels.");
});

Deno.test("imageGridFigure() parts words that have commas by semicolons", () => {
  const { alt } = imageGridFigure(images(2), { labels: ["red, glasses", "red"] });
  assert.match(alt, /labelled red, glasses; red\.$/);
});

Deno.test("imageGridFigure() is one image to a screen reader", () => {
  const { figure, svg } = draw(images(2));
  assert.equal(svg.getAttribute("role"), "img");
  assert.equal(svg.getAttribute("aria-label"), figure.alt);
});

Deno.test("imageGridFigure() refuses another number of labels than it has places", () => {
  for (const name of ["labels", "rowLabels", "columnLabels"]) {
    assert.throws(
      () => imageGridFigure(images(4), { columns: 2, [name]: ["a"] }),
      new RangeError(
        `Cannot draw a grid as '${name}' must have ${name === "labels" ? 4 : 2} ` +
          `words: it has 1`,
      ),
    );
  }
});

Deno.test("imageGridFigure() refuses a scale or columns that are not whole", () => {
  assert.throws(
    () => imageGridFigure(images(4), { scale: 1.5 }),
    /'scale' .* is 1\.5/,
  );
  assert.throws(() => imageGridFigure(images(4), { columns: 0 }), /'columns' .* is 0/);
});
