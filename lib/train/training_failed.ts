import type { StepResult } from "./train_step.ts";

/** How far images may leave [−1, 1]: what rounding adds when bytes are scaled. */
export const RANGE_TOLERANCE = 1e-4;

/** Training that cannot go on: a loss became NaN or infinite. */
export class TrainingFailedError extends Error {
  override name = "TrainingFailedError";
  /** The step in which it happened; the first is 1. */
  readonly step: number;
  /** What the step measured: with its number a record that the doctor reads. */
  readonly result: StepResult;

  /**
   * @param step The step in which it happened.
   * @param result What the step measured.
   * @param cause In a sentence's words, from {@link likelyCause}.
   */
  constructor(step: number, result: StepResult, cause: string) {
    const losses = LOSSES.map((name) => `${name} ${result[name]}`).join(", ");
    super(
      `Cannot go on training as every loss must be finite: step ${step} has ${losses}. ` +
        `Likely cause: ${cause}`,
    );
    this.step = step;
    this.result = result;
  }
}

/** What is known when a loss is no longer finite. */
export interface Evidence {
  /** The step in which it happened; the first is 1. */
  step: number;
  /** What it measured. */
  result: StepResult;
  /** The optimiser's. */
  learningRate: number;
  /** The lowest and highest value of the batch of real images, NaN if it holds one. */
  range: [number, number];
}

/**
 * Whether all three losses of a step are finite.
 *
 * @param result What the step measured.
 */
export function lossesAreFinite(result: StepResult): boolean {
  return LOSSES.every((name) => Number.isFinite(result[name]));
}

/**
 * Why a loss is probably no longer finite, decided from what can be known afterwards.
 *
 * The order of a step tells the networks apart: D's two losses stand before any update
 * of the step, G's after D's. So the first loss that failed names the weights that did,
 * and the step says whether an update can have broken them.
 *
 * @param evidence Of the failed step.
 * @returns What is wrong and what to do, in a clause.
 */
export function likelyCause({ step, result, learningRate, range }: Evidence): string {
  const [low, high] = range;
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return "the real images hold NaN or infinite values";
  }
  if (low < -1 - RANGE_TOLERANCE || high > 1 + RANGE_TOLERANCE) {
    return `the real images lie in [${low}, ${high}], out of the range [−1, 1]`;
  }
  const discriminator = !Number.isFinite(result.lossDReal);
  const generator = !discriminator && !Number.isFinite(result.lossDFake);
  const culprit = generator ? "generator" : "discriminator";
  if (step === 1 && (discriminator || generator)) {
    return `the ${culprit} held NaN or huge weights before the first step`;
  }
  const broke = `an update made the ${culprit}'s weights overflow`;
  return learningRate > HIGH_LEARNING_RATE
    ? `${broke}, as the learning rate of ${learningRate} is too high; 2e-4 is usual`
    : `${broke}, although the learning rate of ${learningRate} is not high; look for ` +
      "rising losses in the steps before, and try a lower one";
}

const LOSSES = ["lossDReal", "lossDFake", "lossG"] as const;
/** Ten times the .005 of Dive into Deep Learning, which trains, if badly. */
const HIGH_LEARNING_RATE = 0.05;
