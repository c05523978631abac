import { binMeans } from "./bin_means.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import { linePlot } from "./line_plot.ts";
import { lossLines, type LossRecord, undecidedLine } from "./loss_curves.ts";
import { numberText } from "./number_text.ts";
import { seriesAlt } from "./series_alt.ts";

/** A step's losses, and which round through the images it belongs to. */
export interface EpochRecord extends LossRecord {
  /** The first is 1. */
  epoch: number;
}

/**
 * Draws both networks' losses as means of each epoch: a point an epoch, as the animator of
 * Dive into Deep Learning does.
 *
 * The epoch that runs is drawn with the steps that it has so far. A mean with a loss that
 * is not finite leaves a gap.
 *
 * @param records One for each step, in order.
 * @param options.undecided Where the dotted line lies: 2 ln 2 by default, ln 2 where the
 *   halves are averaged, `null` for no line.
 * @param options.caption Text under the figure.
 * @throws {RangeError} If there is no record, or none of a network's losses is finite.
 */
export function epochLossesFigure(
  records: readonly EpochRecord[],
  { undecided = 2 * Math.LN2, caption, width, height }: {
    undecided?: number | null;
    caption?: string;
    width?: number;
    height?: number;
  } = {},
): Figure {
  const series = lossLines
    .map(({ loss, ...line }) => ({ ...line, points: epochMeans(records, loss) }));
  const axes = { xLabel: "epoch", yLabel: "loss (nats), mean of the epoch" };
  const reference = undecidedLine(undecided);
  const words = seriesAlt(series, axes);
  const alt = reference
    ? `${words} A dotted line at ${numberText(reference.y)}: ${reference.label}.`
    : words;
  const svg = linePlot(series, { alt, ...axes, xCounts: true, reference, width, height });
  return makeFigure({ content: svg, alt, caption, svg });
}

function epochMeans(records: readonly EpochRecord[], loss: "lossD" | "lossG") {
  return [...Map.groupBy(records, ({ epoch }) => epoch)].map(([epoch, steps]) => {
    const points = steps.map((record) => ({ x: epoch, y: record[loss] }));
    return binMeans(points, { most: 1 }).points[0];
  });
}
