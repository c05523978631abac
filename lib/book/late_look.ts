import { mean } from "../measure/mean.ts";
import { diagnosisShort } from "../train/describe_diagnosis.ts";
import { diagnose } from "../train/diagnose.ts";
import type { StepRecord } from "../train/training_state.ts";

/** What the end of a training looks like, in a row of a table. */
export interface LateLook {
  /** The plain mean of the discriminator's loss, halves added. */
  lossD: number;
  /** The fewest groups of alike images that were counted. */
  fewest: number;
  /** The most. */
  most: number;
  /** The share of the generator's units that are 0 whatever comes in, as last measured. */
  deadShareG: number;
  /** The doctor's first diagnosis, of all records, in a few words. */
  diagnosis: string;
}

/** How many steps count as the end: single losses jump by half of themselves. */
const LATE = 100;

/**
 * Sums up the last hundred steps of a training, to be compared with those of others.
 *
 * @param records A training's, from its first step.
 * @throws {RangeError} If nothing but losses was measured in the last hundred steps, see
 *   `diagnoseEvery`.
 */
export function lateLook(records: readonly StepRecord[]): LateLook {
  const looks = records.slice(-LATE).flatMap(({ health }) => health ?? []);
  const last = looks.at(-1);
  if (last === undefined) {
    throw new RangeError(
      `Cannot look at the end of a training as one of its last ${LATE} records must have ` +
        "a 'health': there is none",
    );
  }
  const groups = looks.map(({ clusters }) => clusters);
  return {
    lossD: lateLoss(records),
    fewest: Math.min(...groups),
    most: Math.max(...groups),
    deadShareG: last.deadShareG,
    diagnosis: diagnosisShort(diagnose(records)[0].condition),
  };
}

/**
 * The plain mean of the discriminator's loss over the last hundred steps.
 *
 * @param records A training's; NaN where there is none.
 */
export function lateLoss(records: readonly Pick<StepRecord, "lossD">[]): number {
  return mean(records.slice(-LATE).map(({ lossD }) => lossD));
}

/**
 * How often the discriminator was right in its last looks, at real and fake images alike.
 *
 * A look is at a single batch, so one alone says little.
 *
 * @param records A training's; those without a `health` are passed over.
 * @param looks How many of the last to take.
 * @returns From 0 to 1; NaN where there is none.
 */
export function lateAccuracy(
  records: readonly Pick<StepRecord, "health">[],
  looks: number,
): number {
  const measured = records.flatMap(({ health }) => health ?? []).slice(-looks);
  return mean(
    measured.map(({ accuracyReal, accuracyFake }) => (accuracyReal + accuracyFake) / 2),
  );
}
