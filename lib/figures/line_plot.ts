import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { escapeHtml } from "./escape_html.ts";
import { numberText } from "./number_text.ts";
import { fontSize, standAlone } from "./stand_alone.ts";

/** One line of a plot. */
export interface LineSeries {
  name: string;
  /** The line from left to right. Where `y` is not finite, the line has a gap. */
  points: readonly { x: number; y: number }[];
  colour: string;
  /** Lengths of dashes and gaps in pixels, such as "6 3"; a solid line by default. */
  dash?: string;
  /** What is left of its name in a legend that has the rest right before it. */
  shortName?: string;
}

/** How a plot of lines is drawn. */
export interface LinePlotOptions {
  /** What the plot shows, for those who cannot see it. */
  alt: string;
  /** The axis' quantity and unit. */
  xLabel: string;
  yLabel: string;
  /** Whether x counts something, so that only whole numbers are marked. */
  xCounts?: boolean;
  /** Smallest and largest y; from the data and 0 by default. */
  yDomain?: [number, number];
  /** A thin horizontal line and its meaning. */
  reference?: { y: number; label: string };
  /** Names above the plot, or at the left end of each line (the y axis goes right). */
  names?: "above" | "start";
  /** Size in pixels. It shrinks with a narrow page. */
  width?: number;
  height?: number;
}

/**
 * Draws lines as one SVG element that stands alone.
 *
 * Text and axes have the colour of the text around them, so the plot reads on a light
 * and on a dark page. The element has no ids, no classes and no style sheet, so any
 * number of plots share a page.
 *
 * @param series The lines, each with its name, points and colour.
 * @param options See `LinePlotOptions`.
 * @returns The markup of the `<svg>`, also valid as a file.
 */
export function linePlot(
  series: readonly LineSeries[],
  {
    alt,
    xLabel,
    yLabel,
    xCounts = false,
    yDomain,
    reference,
    names = "above",
    width = 520,
    height = 300,
  }: LinePlotOptions,
): string {
  const { document } = parseHTML("<html><body></body></html>");
  const atStart = names === "start";
  const legend = legendOf([
    ...(atStart ? [] : series),
    ...(reference ? [{ ...referenceLine, name: reference.label }] : []),
  ], width);
  const margin = {
    top: legend.height + 34,
    left: atStart ? 74 : 50,
    // Half of a label such as 50,000, which can stand at the end.
    right: atStart ? 50 : 24,
    bottom: 46,
  };
  const xs = series.flatMap(({ points }) => points.map(({ x }) => x));
  const svg = Plot.plot({
    document,
    width,
    height: height + legend.height,
    marginTop: margin.top,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    style: { fontSize: `${fontSize}px` },
    x: {
      label: xLabel,
      labelArrow: "none",
      labelAnchor: "center",
      labelOffset: margin.bottom - 7,
      ...(xCounts ? countTicks(xs, width) : {}),
    },
    y: {
      label: null,
      grid: true,
      axis: atStart ? "right" : "left",
      // The lowest name stands clear of the first number under the x axis.
      insetBottom: atStart ? fontSize : 0,
      ticks: 5,
      ...(yDomain ? { domain: yDomain } : { zero: true, nice: true }),
    },
    marks: [
      reference ? Plot.ruleY([reference.y], ruleStyle) : null,
      series.map(lineMark),
      series.map(lonePoints),
      atStart ? series.map(startLabel) : null,
      yAxisLabel(yLabel, atStart ? margin.right : -margin.left),
    ],
  }) as SVGSVGElement;
  standAlone(svg, alt);
  return svg.outerHTML.replace(/<\/svg>$/, `${legend.markup}</svg>`);
}

const referenceLine = { colour: "currentColor", dash: "2 4" };

const ruleStyle = {
  stroke: referenceLine.colour,
  strokeDasharray: referenceLine.dash,
  strokeWidth: 1.5,
  ariaLabel: () => "reference",
};

function lineMark({ name, points, colour, dash }: LineSeries) {
  return Plot.line(points.map(finiteOrGap), {
    x: "x",
    y: "y",
    stroke: colour,
    strokeWidth: points.length > 150 ? 1.5 : 2,
    strokeDasharray: dash,
    ariaLabel: () => name,
  });
}

/** Dots for points between gaps, where a line alone would show nothing. */
function lonePoints({ points, colour }: LineSeries) {
  const drawn = (index: number) => Number.isFinite(points[index]?.y);
  const alone = points.filter((_, index) =>
    drawn(index) && !drawn(index - 1) && !drawn(index + 1)
  );
  return Plot.dot(alone, { x: "x", y: "y", r: 3, fill: colour });
}

function finiteOrGap({ x, y }: { x: number; y: number }) {
  return { x, y: Number.isFinite(y) ? y : NaN };
}

/** In the text's own colour, as a line's may be too faint for words. */
function startLabel({ name, points }: LineSeries) {
  return Plot.text(points.slice(0, 1), {
    x: "x",
    y: "y",
    text: () => name,
    textAnchor: "end",
    dx: -8,
  });
}

/** Above the axis, between legend and plot; Plot's own would lie in the legend. */
function yAxisLabel(label: string, offset: number) {
  return Plot.text([label], {
    text: (words: string) => words,
    frameAnchor: offset > 0 ? "top-right" : "top-left",
    textAnchor: offset > 0 ? "end" : "start",
    dx: offset > 0 ? offset - 4 : offset + 4,
    dy: -27,
    ariaLabel: () => "y-axis label",
  });
}

/** Whole numbers only, so that a short run has no step 1.5. */
function countTicks(xs: number[], width: number) {
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const few = last - first <= 6;
  return {
    ticks: few
      ? Array.from({ length: last - first + 1 }, (_, index) => first + index)
      : Math.floor(width / 100),
    tickFormat: (x: number) => numberText(x),
  };
}

/** Names with a piece of their line, in as many rows as the width needs. */
function legendOf(
  lines: readonly Pick<LineSeries, "name" | "shortName" | "colour" | "dash">[],
  width: number,
) {
  const rowHeight = 22;
  let x = 4;
  let row = 0;
  const entries = lines.map(({ name, shortName = name, colour, dash }) => {
    const space = 30 + shortName.length * fontSize * 0.52;
    if (x > 4 && x + space > width) [x, row] = [4, row + 1];
    const y = row * rowHeight + 12;
    const dashes = dash ? ` stroke-dasharray="${dash}"` : "";
    const entry =
      `<path d="M${x},${y}h24" stroke="${colour}" stroke-width="3"${dashes}/>` +
      `<text x="${x + 30}" y="${y}" dy="0.35em" text-anchor="start">` +
      `${escapeHtml(shortName)}</text>`;
    x += Math.ceil(space + 14);
    return entry;
  });
  if (entries.length === 0) return { markup: "", height: 0 };
  const markup = `<g aria-label="legend">${entries.join("")}</g>`;
  return { markup, height: (row + 1) * rowHeight };
}
