import type { Diagnosis } from "./diagnosis.ts";
import { HeldAlarm } from "./held_alarm.ts";
import {
  alikeRealImages,
  collapsedGenerator,
  deadUnits,
  differingModes,
  frozenDiscriminator,
  frozenGenerator,
  frozenInGeneratorsTurn,
  saturatedTanh,
} from "./health_illnesses.ts";
import type { Illness } from "./illness.ts";
import {
  brokenLosses,
  explodedLosses,
  overpoweringDiscriminator,
  overshootingSteps,
  runawayLosses,
  twoDiscriminators,
} from "./loss_illnesses.ts";
import { NoIllness } from "./no_illness.ts";
import {
  type DoctorRecord,
  SMOOTHING,
  Symptoms,
  type SymptomsOptions,
} from "./symptoms.ts";

/** Causes before what they bring about: the first is what to cure first. */
const ILLNESSES: Illness[] = [
  brokenLosses,
  explodedLosses,
  alikeRealImages,
  frozenGenerator,
  frozenDiscriminator,
  frozenInGeneratorsTurn,
  twoDiscriminators,
  runawayLosses,
  deadUnits,
  saturatedTanh,
  differingModes,
  collapsedGenerator,
  overpoweringDiscriminator,
  overshootingSteps,
];

/**
 * Watches a training by its records and says what is going on.
 *
 * It takes in one record after the other and keeps a few running means, so that a note
 * costs the same after a million steps as after a hundred, and what it says live is what
 * it says afterwards. A note appears when its signs have held for a while and goes when
 * they have been gone for a while.
 *
 * @example
 * ```ts
 * import { describeDiagnosis } from "../describe_diagnosis.ts";
 * import { Doctor } from "./doctor.ts";
 *
 * const doctor = new Doctor();
 * for (let step = 1; step <= 200; step++) {
 *   doctor.add({ step, lossDReal: 0.03, lossDFake: 0.03, lossG: 7.2 });
 * }
 * console.log(doctor.diagnoses().map(describeDiagnosis).join("\n"));
 * ```
 */
export class Doctor {
  readonly #symptoms: Symptoms;
  readonly #cases = ILLNESSES.map((illness) => ({
    illness,
    alarm: new HeldAlarm(illness),
    current: null as Diagnosis | null,
  }));
  readonly #past: Diagnosis[] = [];
  readonly #noIllness = new NoIllness();

  /**
   * @param options.fakeBatch That of the training's recipe. Where it is drawn again, D's two
   *   scores of fake images are of different ones, and nothing is concluded from comparing
   *   them: steps that are too long remain unseen.
   */
  constructor(options: SymptomsOptions = {}) {
    this.#symptoms = new Symptoms(options);
  }

  /**
   * Takes in the next record.
   *
   * @param record Of a later step than the one before.
   * @throws {RangeError} If it is of the same step or an earlier one.
   */
  add(record: DoctorRecord): void {
    const symptoms = this.#symptoms;
    symptoms.add(record);
    this.#noIllness.see(symptoms, record);
    for (const patient of this.#cases) {
      const { illness, alarm } = patient;
      if (illness.seenIn === "health" && !record.health) continue;
      if (illness.hold > 0 && symptoms.count < SMOOTHING) continue;
      const sign = illness.sign(symptoms);
      const from = illness.seenIn === "losses" ? symptoms.from : record.step;
      alarm.see(sign, record.step, from);
      if (alarm.since === null) {
        if (patient.current) this.#past.push({ ...patient.current, until: record.step });
        patient.current = null;
      } else if (!patient.current || sign === "on") {
        patient.current = describe(illness, symptoms, alarm.since);
      }
    }
  }

  /**
   * What is going on now.
   *
   * @returns At least one; what to cure first stands first. One for each condition.
   */
  diagnoses(): Diagnosis[] {
    const found = this.#cases.flatMap(({ current }) => current ? [current] : []);
    if (found.length === 0) return [this.#noIllness.diagnosis(this.#symptoms)];
    return found.filter(({ condition }, i) =>
      found.findIndex((other) => other.condition === condition) === i
    );
  }

  /** What was going on and is over, in the order in which it ended. */
  past(): Diagnosis[] {
    return [...this.#past];
  }
}

function describe(illness: Illness, symptoms: Symptoms, since: number): Diagnosis {
  const { condition, severity, advice } = illness;
  const evidence = illness.evidence(symptoms);
  const diagnosis = { condition, severity, since, until: null, evidence, advice };
  return condition === "generatorCollapsed"
    ? { ...diagnosis, clusters: symptoms.health!.clusters }
    : diagnosis;
}
