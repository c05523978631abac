import type { ImageBatch } from "../artefacts/image_grid.ts";
import { requirePositive } from "../tensor/require_positive.ts";
import { escapeHtml } from "./escape_html.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import { imageUrls } from "./image_urls.ts";

/** How a grid of images is drawn. */
export interface ImageGridOptions {
  /** Images in a row; as square a grid as the count allows by default. */
  columns?: number;
  /** A word under each image. */
  labels?: readonly (string | number)[];
  /** A word left of each row. */
  rowLabels?: readonly (string | number)[];
  /** A word above each column. */
  columnLabels?: readonly (string | number)[];
  /** Text under the figure; it also opens the alternative text. */
  caption?: string;
  /** Page pixels for an image's pixel, a whole number; so that the grid fits by default. */
  scale?: number;
}

const gap = 4;
const fontSize = 13;
/** Words shrink with the grid on a narrow page down to this; then the page scrolls it. */
const smallestFont = 9;
const labelHeight = 18;
const widest = 620;

/**
 * Draws images in a grid, pixel by pixel, with words beside them.
 *
 * One SVG with a PNG for each image; nothing is smoothed, so that 28×28 digits show
 * their pixels. Gaps are transparent. A page narrower than the grid shrinks it, as far as
 * its words can still be read.
 *
 * @param images `[count, height, width, 1 or 3]`, see `ImageBatch`.
 * @param options See `ImageGridOptions`.
 * @throws {RangeError} If the shape and the data do not fit, a value is NaN, the number
 *   of labels is not that of images, rows or columns, or `scale` or `columns` is not a
 *   positive integer.
 */
export function imageGridFigure(
  images: ImageBatch,
  { columns, labels = [], rowLabels = [], columnLabels = [], caption, scale }:
    ImageGridOptions = {},
): Figure {
  const urls = imageUrls(images);
  const [count, height, width, channels] = images.shape;
  const across = columns ?? Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / across);
  requirePositive(across, { action: "draw a grid", name: "columns" });
  requireAWordEach("labels", labels, count);
  requireAWordEach("rowLabels", rowLabels, rows);
  requireAWordEach("columnLabels", columnLabels, across);

  const times = scale ?? fittingScale(across, width);
  requirePositive(times, { action: "draw a grid", name: "scale" });
  const cell = {
    width: Math.max(width * times, textWidth(labels), textWidth(columnLabels)) + gap,
    height: height * times + gap + (labels.length > 0 ? labelHeight : 0),
  };
  const left = rowLabels.length > 0 ? textWidth(rowLabels) + 8 : 0;
  const top = columnLabels.length > 0 ? labelHeight : 0;
  const alt = gridAlt({ count, rows, across, height, width, channels, caption }, [
    ["labelled", labels],
    ["Rows:", rowLabels],
    ["Columns:", columnLabels],
  ]);

  const middle = (column: number) => left + (column + 0.5) * cell.width - gap / 2;
  const pictures = urls.map((url, index) => {
    const x = middle(index % across) - width * times / 2;
    const y = top + Math.floor(index / across) * cell.height;
    return `<image href="${url}" x="${round(x)}" y="${y}" width="${width * times}" ` +
      `height="${height * times}" style="image-rendering:pixelated"/>`;
  });
  const words = [
    ...labels.map((label, index) =>
      word(label, middle(index % across), {
        y: top + Math.floor(index / across) * cell.height + height * times + 14,
      })
    ),
    ...columnLabels.map((label, column) => word(label, middle(column), { y: 12 })),
    ...rowLabels.map((label, row) =>
      word(label, left - 8, {
        y: top + row * cell.height + height * times / 2 + 4,
        anchor: "end",
      })
    ),
  ];
  const size = [left + across * cell.width - gap, top + rows * cell.height - gap];
  const svg = gridSvg(size.map(Math.ceil), alt, { pictures, words });
  return makeFigure({ content: svg, alt, caption, svg });
}

function fittingScale(columns: number, width: number): number {
  return Math.min(3, Math.max(1, Math.floor(widest / columns / (width + gap))));
}

/** A generous guess by the letters, as nothing here can measure a font. */
function textWidth(words: readonly (string | number)[]): number {
  return Math.max(0, ...words.map((text) => fontSize * letterWidths(written(text))));
}

/** In heights of the font; DejaVu Sans, among the widest, has up to .99, .4 and .66. */
function letterWidths(text: string): number {
  const widths = Array.from(
    text,
    (letter) =>
      /[mwMW%—−+=]/.test(letter) ? 1 : /[fijlt.,:;'|! ()]/.test(letter) ? 0.42 : 0.66,
  );
  return widths.reduce((sum, width) => sum + width, 0);
}

/** A number below 0 with a real minus sign. */
function written(label: string | number): string {
  return typeof label === "number" ? String(label).replace("-", "−") : label;
}

function word(
  text: string | number,
  x: number,
  { y, anchor = "middle" }: { y: number; anchor?: string },
): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">` +
    `${escapeHtml(written(text))}</text>`;
}

function gridSvg(
  [width, height]: number[],
  alt: string,
  { pictures, words }: { pictures: string[]; words: string[] },
): string {
  const least = Math.ceil(width * smallestFont / fontSize);
  const readable = words.length > 0 ? `;min-width:${least}px` : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `width="${width}" height="${height}" role="img" aria-label="${escapeHtml(alt)}" ` +
    `font-family="system-ui, sans-serif" font-size="${fontSize}" fill="currentColor" ` +
    `style="display:block;max-width:100%;height:auto${readable}">` +
    `${[...pictures, ...words].join("")}</svg>`;
}

function gridAlt(
  { count, rows, across, height, width, channels, caption }: {
    count: number;
    rows: number;
    across: number;
    height: number;
    width: number;
    channels: number;
    caption?: string;
  },
  labelled: [string, readonly (string | number)[]][],
): string {
  const colour = channels === 1 ? "grey" : "colour";
  const images = count === 1 ? `One ${colour} image` : `${count} ${colour} images`;
  const grid = count === 1
    ? ""
    : `, in ${rows} ${rows === 1 ? "row" : "rows"} of ${across}`;
  const words = labelled.filter(([, labels]) => labels.length > 0)
    .map(([what, labels]) =>
      `${what === "labelled" ? "," : "."} ${what} ${list(labels)}`
    );
  const opening = caption === undefined ? "" : caption.replace(/[.:]?$/, ": ");
  return `${opening}${images} of ${width} × ${height} pixels${grid}${words.join("")}.`;
}

/** Parted by semicolons where a word has a comma of its own: "brown, glasses; red". */
function list(labels: readonly (string | number)[]): string {
  const words = labels.map(written);
  return words.join(words.some((word) => word.includes(",")) ? "; " : ", ");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function requireAWordEach(
  name: string,
  labels: readonly (string | number)[],
  count: number,
): void {
  if (labels.length === 0 || labels.length === count) return;
  throw new RangeError(
    `Cannot draw a grid as '${name}' must have ${count} words: it has ${labels.length}`,
  );
}
