import { percent } from "../../data/percent.ts";
import type { Health } from "../health.ts";
import type { Sign } from "./held_alarm.ts";
import { signOf } from "./illness.ts";

/** Real images that differ by less, in [−1, 1], are all alike, and measure nothing. */
export const GREY_LEVEL = 2 / 255;

/** How far a generator's images have come out of the grey they begin with. */
export interface Formation {
  /** How much two of them differ, beside two real ones; 1 is as much. */
  spread: number;
  /** The mean square of their pixels, which are 0 at mid-grey, beside the real ones'. */
  strength: number;
}

/**
 * How far the images have come, with the real ones as the measure.
 *
 * Healthy trainings begin below .2 and .05, and both come near 1: digits of 32×32 had
 * first strokes at .67 and .46, and could be read at .8 and .7.
 *
 * @param health Of a record.
 */
export function formationOf(
  { spread, realSpread, tanhSlope, realTanhSlope }: Health,
): Formation {
  return {
    spread: spread / realSpread,
    strength: (1 - tanhSlope) / (1 - realTanhSlope),
  };
}

/**
 * Whether there are images to speak of: half of what real ones have, of both.
 *
 * @param health Of a record.
 */
export function formationSign(health: Health): Sign {
  const { spread, strength } = formationOf(health);
  return signOf(spread >= .5 && strength >= .5, !(spread >= .4 && strength >= .4));
}

/**
 * The two numbers in a sentence.
 *
 * @param health Of a record.
 */
export function formationInWords(health: Health): string {
  const { spread, strength } = formationOf(health);
  return `two images of the fixed latents differ by ${percent(spread)} of what two ` +
    `real ones differ by, and the mean square of their pixels (0 is mid-grey) is ` +
    `${percent(strength)} of the real ones'.`;
}
