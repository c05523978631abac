import type { Figure } from "./figure.ts";
import { lineColours } from "./palette.ts";
import { stepCurves } from "./step_curves.ts";

/** The discriminator's mean scores in one training step; the trainer's records have them. */
export interface ScoreRecord {
  step: number;
  /** Mean D(x) over the real images, in [0, 1]. */
  scoreReal: number;
  /** Mean D(G(z)) before the discriminator's update, in [0, 1]. */
  scoreFakeBefore: number;
  /** Mean D(G(z)) of the same images after it. */
  scoreFakeAfter: number;
}

/**
 * Draws what the discriminator thinks of real and fake images, step by step.
 *
 * A score is sigmoid(logit): 1 for surely real, 0 for surely fake. The dotted line at
 * one half is where it cannot tell. A score that is not finite leaves a gap.
 *
 * @param records One for each step, in order.
 * @param options.caption Text under the figure.
 * @throws {RangeError} If there is no record, or no finite score of one kind.
 */
export function scoreCurvesFigure(
  records: readonly ScoreRecord[],
  { caption, width, height }: { caption?: string; width?: number; height?: number } = {},
): Figure {
  const line = (y: (record: ScoreRecord) => number) =>
    records.map((record) => ({ x: record.step, y: y(record) }));
  const series = [
    {
      name: "D(x)",
      colour: lineColours.green,
      points: line(({ scoreReal }) => scoreReal),
    },
    {
      name: "D(G(z)) before",
      colour: lineColours.vermilion,
      dash: "7 3",
      points: line(({ scoreFakeBefore }) => scoreFakeBefore),
    },
    {
      name: "D(G(z)) after",
      shortName: "after",
      colour: lineColours.purple,
      dash: "2 3",
      points: line(({ scoreFakeAfter }) => scoreFakeAfter),
    },
  ];
  return stepCurves(series, {
    yLabel: "mean score",
    yDomain: [0, 1],
    reference: { y: 0.5, label: "undecided" },
    caption,
    width,
    height,
  });
}
