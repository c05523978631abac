import type { Figure } from "./figure.ts";
import { lineColours } from "./palette.ts";
import { stepCurves } from "./step_curves.ts";

/** Both halves of the discriminator's loss, and the generator's. */
export interface ThreeLossesRecord {
  step: number;
  /** D's loss on real images, in nats. */
  lossDReal: number;
  /** D's loss on fake images, in nats. */
  lossDFake: number;
  /** The generator's loss, in nats. */
  lossG: number;
}

/**
 * Draws three losses against the training steps, as Hands-On GANs does: the
 * discriminator's on real and on fake images, and the generator's.
 *
 * All three are ln 2 when the discriminator is undecided: the dotted line. A loss that is
 * not finite leaves a gap.
 *
 * @param records One for each step, in order.
 * @param options.caption Text under the figure.
 * @throws {RangeError} If there is no record, or none of a kind's losses is finite.
 */
export function threeLossesFigure(
  records: readonly ThreeLossesRecord[],
  { caption, width, height }: { caption?: string; width?: number; height?: number } = {},
): Figure {
  const line = (loss: keyof ThreeLossesRecord) =>
    records.map((record) => ({ x: record.step, y: record[loss] }));
  const series = [
    { name: "D on real", colour: lineColours.blue, points: line("lossDReal") },
    {
      name: "D on fake",
      colour: lineColours.purple,
      dash: "2 3",
      points: line("lossDFake"),
    },
    {
      name: "generator",
      colour: lineColours.vermilion,
      dash: "7 3",
      points: line("lossG"),
    },
  ];
  const reference = { y: Math.LN2, label: "undecided" };
  return stepCurves(series, { yLabel: "loss (nats)", reference, caption, width, height });
}
