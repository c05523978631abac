import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import { numberText } from "./number_text.ts";
import { lineColours } from "./palette.ts";
import { type Box, type Place, placeLabels } from "./place_labels.ts";
import { fontSize, standAlone } from "./stand_alone.ts";

/** A kernel under the roof. */
export interface RooflinePoint {
  name: string;
  /** Operations for each byte that it must move at least; above 0. */
  intensity: number;
  /** 10⁹ operations a second that it was measured at; above 0. */
  gigaflops: number;
}

/** The two limits of a machine. */
export interface Roof {
  /** 10⁹ operations a second. */
  gigaflops: number;
  /** 10⁹ bytes a second. */
  gigabytesPerSecond: number;
}

const width = 520;
const height = 360;
const margin = { top: 34, right: 18, bottom: 46, left: 58 };
/** From how far off in pixels, up or down, a name is tied to its dot by a line. */
const tiedFrom = 20;

/**
 * Draws kernels under the roof that memory and arithmetic leave them.
 *
 *     roof(intensity) = min(peak, bandwidth · intensity)
 *
 * Both axes are logarithmic, so the roof is a slope and a level. Under the slope a kernel
 * waits for memory (vermilion circles), under the level it computes (blue squares). A dot
 * above the roof does fewer operations than were counted, or finds its bytes in a cache.
 *
 * Source: Williams, Waterman and Patterson (2009), figure 1,
 * https://doi.org/10.1145/1498765.1498785
 *
 * @param points The kernels.
 * @param options.roof The limits, both above 0.
 * @param options.caption Text under the figure.
 * @throws {RangeError} If there is no kernel, or a number is not above 0 and finite.
 */
export function rooflineFigure(
  points: readonly RooflinePoint[],
  { roof, caption }: { roof: Roof; caption?: string },
): Figure {
  if (points.length === 0) {
    throw new RangeError(
      "Cannot draw a roofline as there must be a kernel: there is none",
    );
  }
  for (const { name, ...numbers } of [...points, { name: "roof", ...roof }]) {
    for (const [key, value] of Object.entries(numbers)) {
      if (value > 0 && value < Infinity) continue;
      throw new RangeError(
        `Cannot draw a roofline as '${key}' of ${name} must be above 0 and finite: ` +
          `current value is ${value}`,
      );
    }
  }
  const alt = describe(points, roof);
  const svg = draw(points, roof, alt);
  return makeFigure({ content: svg, alt, caption, svg });
}

/** Operations a byte from which on arithmetic is the limit. */
const ridgeOf = ({ gigaflops, gigabytesPerSecond }: Roof) =>
  gigaflops / gigabytesPerSecond;

function describe(points: readonly RooflinePoint[], roof: Roof): string {
  const ridge = ridgeOf(roof);
  const kernels = points.map(({ name, intensity, gigaflops }) =>
    `${name}: ${numberText(gigaflops)} GFLOP/s at ${numberText(intensity)} operations ` +
    `a byte, bound by ${intensity < ridge ? "memory" : "arithmetic"}.`
  );
  return `Roofline plot of GFLOP/s by operations a byte. The roof rises by ` +
    `${numberText(roof.gigabytesPerSecond)} GB/s up to ${numberText(roof.gigaflops)} ` +
    `GFLOP/s, from ${numberText(ridge)} operations a byte on. ${kernels.join(" ")}`;
}

function draw(points: readonly RooflinePoint[], roof: Roof, alt: string): string {
  const { document } = parseHTML("<html><body></body></html>");
  const ridge = ridgeOf(roof);
  const x = axis([...points.map(({ intensity }) => intensity), ridge], 40);
  const y = axis([...points.map(({ gigaflops }) => gigaflops), roof.gigaflops], 2);
  // The slope begins where it enters the frame: at the left or at the bottom.
  const start = Math.max(x[0], y[0] / roof.gigabytesPerSecond);
  const line = [
    { x: start, y: start * roof.gigabytesPerSecond },
    { x: ridge, y: roof.gigaflops },
    { x: x[1], y: roof.gigaflops },
  ];
  const labels = placeNames(points, { x, y, line });
  const svg = Plot.plot({
    document,
    width,
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    style: { fontSize: `${fontSize}px` },
    x: {
      type: "log",
      domain: x,
      label: "operations a byte",
      labelArrow: "none",
      labelAnchor: "center",
      labelOffset: margin.bottom - 7,
      ...decades(x),
    },
    y: { type: "log", domain: y, label: null, grid: true, ...decades(y) },
    marks: [
      Plot.line(line, { x: "x", y: "y", strokeWidth: 2, ariaLabel: () => "roof" }),
      points.map((point) => {
        const computes = point.intensity >= ridge;
        return Plot.dot([point], {
          x: "intensity",
          y: "gigaflops",
          r: 5,
          symbol: computes ? "square" : "circle",
          fill: computes ? lineColours.blue : lineColours.vermilion,
          // Where two kernels lie on one another both outlines show.
          fillOpacity: .5,
          stroke: computes ? lineColours.blue : lineColours.vermilion,
          ariaLabel: () => point.name,
        });
      }),
      labels.filter(({ dy }) => Math.abs(dy) >= tiedFrom).map(({ point, end }) =>
        Plot.link([point], {
          x1: "intensity",
          y1: "gigaflops",
          x2: () => end.x,
          y2: () => end.y,
          strokeOpacity: .5,
          ariaLabel: () => `to ${point.name}`,
        })
      ),
      labels.map(({ point, dx, dy, textAnchor }) =>
        Plot.text([point], {
          x: "intensity",
          y: "gigaflops",
          text: "name",
          textAnchor,
          dx,
          dy,
        })
      ),
      Plot.text(["GFLOP/s"], {
        text: (words: string) => words,
        frameAnchor: "top-left",
        textAnchor: "start",
        dx: 4 - margin.left,
        dy: -27,
        ariaLabel: () => "y-axis label",
      }),
    ],
  }) as SVGSVGElement;
  standAlone(svg, alt);
  return svg.outerHTML;
}

/** From below the least to above the most, where names need room. */
function axis(values: number[], room: number): [number, number] {
  return [Math.min(...values) / 2, Math.max(...values) * room];
}

/** Ticks at 1, 2 and 5 times the powers of ten, written as numbers. */
function decades([low, high]: [number, number]) {
  const powers = Array.from({ length: 25 }, (_, index) => 10 ** (index - 12));
  const few = high / low > 200 ? [1] : [1, 2, 5];
  const ticks = powers.flatMap((power) => few.map((digit) => digit * power))
    .filter((tick) => tick >= low && tick <= high);
  return { ticks, tickFormat: (value: number) => numberText(value) };
}

/** Names beside their dots, off the roof and off one another, and where a tie ends. */
function placeNames(
  points: readonly RooflinePoint[],
  { x, y, line }: { x: [number, number]; y: [number, number]; line: Place[] },
) {
  const frame: Box = {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
    bottom: height - margin.bottom,
  };
  const share = (value: number, [low, high]: [number, number]) =>
    Math.log(value / low) / Math.log(high / low);
  const pixels = (at: Place): Place => ({
    x: frame.left + share(at.x, x) * (frame.right - frame.left),
    y: frame.bottom - share(at.y, y) * (frame.bottom - frame.top),
  });
  const value = (share: number, [low, high]: [number, number]) =>
    low * (high / low) ** share;
  const axes = (at: Place): Place => ({
    x: value((at.x - frame.left) / (frame.right - frame.left), x),
    y: value((frame.bottom - at.y) / (frame.bottom - frame.top), y),
  });
  const sorted = points.toSorted((a, b) => b.gigaflops - a.gigaflops);
  const dots = sorted.map(({ name, intensity, gigaflops }) => ({
    ...pixels({ x: intensity, y: gigaflops }),
    label: name,
  }));
  const places = placeLabels(dots, { line: line.map(pixels), frame, fontSize, tiedFrom });
  return sorted.map((point, index) => {
    const [dot, place] = [dots[index], places[index]];
    const end = axes({ x: dot.x + .7 * place.dx, y: dot.y + place.dy });
    return { point, ...place, end };
  });
}
