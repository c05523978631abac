import * as Plot from "@observablehq/plot";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import { linePlot } from "./line_plot.ts";
import { numberText } from "./number_text.ts";
import { lineColours } from "./palette.ts";
import { seriesAlt } from "./series_alt.ts";

/**
 * Draws the LeakyReLU family over [−2, 1) in steps of 0.1, a line for each slope.
 *
 *     LeakyReLU(x) = x where x > 0, αx elsewhere
 *
 * Source: Zhang et al., Dive into Deep Learning, section 20.2, its figure of the same.
 *
 * @param slopes The α of each line, such as `[0, 0.2, 0.4, 0.6, 0.8, 1]`.
 * @param options.caption Text under the figure.
 * @throws {RangeError} If there is no slope, or one is not finite.
 */
export function leakyReluFigure(
  slopes: readonly number[],
  { caption }: { caption?: string } = {},
): Figure {
  const wrong = slopes.find((slope) => !Number.isFinite(slope));
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot draw LeakyReLU as each slope must be finite: current slope is ${wrong}`,
    );
  }
  const series = slopes.map((slope, index) => ({
    name: `α = ${numberText(slope)}`,
    colour: between(index / Math.max(1, slopes.length - 1)),
    points: inputs.map((x) => ({ x, y: x > 0 ? x : slope * x })),
  }));
  const labels = { xLabel: "input x", yLabel: "LeakyReLU(x)" };
  const alt = seriesAlt(series, labels);
  const svg = linePlot(series, { ...labels, alt, names: "start" });
  return makeFigure({ content: svg, alt, caption, svg });
}

/** −2, −1.9, … 0.9, each the nearest double to its decimal. */
const inputs = Array.from({ length: 30 }, (_, index) => (index - 20) / 10);

/** From blue (0) over purple to vermilion (1), all of much the same lightness. */
function between(share: number): string {
  const { blue, vermilion } = lineColours;
  const color = { domain: [0, 1], range: [blue, vermilion], interpolate: "hcl" } as const;
  return Plot.scale({ color: { type: "linear", ...color } })!.apply(share);
}
