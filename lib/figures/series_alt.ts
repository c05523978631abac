import type { LineSeries } from "./line_plot.ts";
import { numberText } from "./number_text.ts";

/**
 * Says in words where lines run, for those who cannot see them.
 *
 *     Line plot of the loss (nats) by step, 1 to 400. discriminator: from 1.4 to 0.6,
 *     between 0.5 and 1.9. generator: …
 *
 * @param series The lines that are drawn.
 * @param axes What y and x stand for, with units.
 * @throws {RangeError} If there is no line, or a line without a finite value.
 */
export function seriesAlt(
  series: readonly LineSeries[],
  { xLabel, yLabel }: { xLabel: string; yLabel: string },
): string {
  const xs = series.flatMap(({ points }) => points.map(({ x }) => x));
  if (xs.length === 0) {
    throw new RangeError(
      `Cannot draw the ${yLabel} as there must be at least one point: there are none`,
    );
  }
  const range = `${numberText(smallest(xs))} to ${numberText(largest(xs))}`;
  const lines = series.map((line) => lineAlt(line, yLabel));
  return `Line plot of ${yLabel} by ${xLabel}, ${range}. ${lines.join(" ")}`;
}

function lineAlt({ name, points }: LineSeries, yLabel: string): string {
  const values = points.map(({ y }) => y).filter(Number.isFinite);
  if (values.length === 0) {
    throw new RangeError(
      `Cannot draw the ${yLabel} as '${name}' must have a finite value: it has none`,
    );
  }
  const [first, last, low, high] = [
    values[0],
    values[values.length - 1],
    smallest(values),
    largest(values),
  ].map((value) => numberText(value));
  const gaps = points.length - values.length;
  const missing = gaps === 0 ? "" : `, with ${gaps} not finite`;
  if (values.length === 1) return `${name}: ${first}${missing}.`;
  return `${name}: from ${first} to ${last}, between ${low} and ${high}${missing}.`;
}

function smallest(values: number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function largest(values: number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
