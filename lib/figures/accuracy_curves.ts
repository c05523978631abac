import type { Figure } from "./figure.ts";
import { makeFigure } from "./figure.ts";
import { lineColours } from "./palette.ts";
import { stepCurves } from "./step_curves.ts";

/** A step at which the discriminator's accuracy was measured. */
export interface AccuracyRecord {
  step: number;
  /** Which share of the real images D called real, before its update. */
  accuracyReal: number;
  /** Which share of the fake ones it called fake. */
  accuracyFake: number;
}

/**
 * Draws the discriminator's accuracy against the training steps, as GANs in Action does:
 * the share of real and fake images together that it judges rightly.
 *
 * At one half it does no better than a coin: the dotted line.
 *
 * @param records Of the steps that have it, in order.
 * @param options.caption Text under the figure.
 * @returns The curve, or a line of words while there is no record.
 */
export function accuracyCurvesFigure(
  records: readonly AccuracyRecord[],
  { caption, width, height }: { caption?: string; width?: number; height?: number } = {},
): Figure {
  if (records.length === 0) {
    const alt = "The discriminator's accuracy has not been measured yet.";
    return makeFigure({ content: `<p>${alt}</p>`, alt, caption });
  }
  const points = records.map(({ step, accuracyReal, accuracyFake }) => ({
    x: step,
    y: (accuracyReal + accuracyFake) / 2,
  }));
  return stepCurves([{ name: "accuracy of D", colour: lineColours.green, points }], {
    yLabel: "share judged rightly",
    yDomain: [0, 1],
    reference: { y: 0.5, label: "a coin" },
    caption,
    width,
    height,
  });
}
