import type { Figure } from "./figure.ts";
import { lineColours } from "./palette.ts";
import { stepCurves } from "./step_curves.ts";

/** The losses of one training step; the trainer's records have them. */
export interface LossRecord {
  step: number;
  /** The discriminator's loss, in nats. */
  lossD: number;
  /** The generator's loss, in nats. */
  lossG: number;
}

/**
 * Draws both networks' losses against the training steps.
 *
 * A dotted line marks 2 ln 2, the loss of a discriminator that gives every image a
 * score of one half and adds the losses on real and fake images. A loss that is not
 * finite leaves a gap.
 *
 * @param records One for each step, in order.
 * @param options.undecided Where the dotted line lies: ln 2 where the halves are
 *   averaged, `null` for no line.
 * @param options.caption Text under the figure.
 * @throws {RangeError} If there is no record, or none of a network's losses is finite.
 */
export function lossCurvesFigure(
  records: readonly LossRecord[],
  { undecided = 2 * Math.LN2, caption, width, height }: {
    undecided?: number | null;
    caption?: string;
    width?: number;
    height?: number;
  } = {},
): Figure {
  const series = lossLines.map(({ loss, ...line }) => ({
    ...line,
    points: records.map((record) => ({ x: record.step, y: record[loss] })),
  }));
  const reference = undecidedLine(undecided);
  return stepCurves(series, { yLabel: "loss (nats)", reference, caption, width, height });
}

/** How the two networks' losses are drawn, and where they stand in a record. */
export const lossLines = [
  { name: "discriminator", colour: lineColours.blue, loss: "lossD" },
  { name: "generator", colour: lineColours.vermilion, dash: "7 3", loss: "lossG" },
] as const;

/**
 * The dotted line where D's loss lies as long as it cannot tell real from fake.
 *
 * @param undecided That loss, or null for no line.
 */
export function undecidedLine(undecided: number | null) {
  return undecided === null ? undefined : { y: undecided, label: "D undecided" };
}
