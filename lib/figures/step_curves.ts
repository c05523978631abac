import { binMeans } from "./bin_means.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import { linePlot } from "./line_plot.ts";
import type { LinePlotOptions, LineSeries } from "./line_plot.ts";
import { numberText } from "./number_text.ts";
import { seriesAlt } from "./series_alt.ts";

/** What curves over training steps need besides their lines. */
export interface StepCurvesOptions {
  yLabel: string;
  yDomain?: [number, number];
  reference?: LinePlotOptions["reference"];
  caption?: string;
  width?: number;
  height?: number;
}

/**
 * Draws quantities of a training run against its steps.
 *
 * Lines of more than 400 points are drawn as means of neighbours, and the axis says of how
 * many steps, or of how many measurements where not every step has one. The words are made
 * from every point.
 *
 * @param series One line for each quantity, with x the step.
 * @throws {RangeError} If there is no step, or a line without a finite value.
 */
export function stepCurves(
  series: readonly LineSeries[],
  { yLabel, caption, ...drawing }: StepCurvesOptions,
): Figure {
  const { reference } = drawing;
  const words = seriesAlt(series, { xLabel: "training step", yLabel });
  const alt = reference
    ? `${words} A dotted line at ${numberText(reference.y)}: ${reference.label}.`
    : words;
  const binned = series.map((line) => ({ ...line, ...binMeans(line.points) }));
  const size = Math.max(...binned.map((line) => line.size));
  const unit = series.every(isOfEveryStep) ? "steps" : "measurements";
  const xLabel = size === 1
    ? "training step"
    : `training step (means of ${size} ${unit})`;
  const svg = linePlot(binned, { alt, xLabel, yLabel, xCounts: true, ...drawing });
  return makeFigure({ content: svg, alt, caption, svg });
}

function isOfEveryStep({ points }: LineSeries): boolean {
  return points.every(({ x }, i) => i === 0 || x === points[i - 1].x + 1);
}
