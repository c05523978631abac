import { describeDiagnosis, diagnosisTitle } from "../train/describe_diagnosis.ts";
import { type Condition, type Diagnosis, isIllness } from "../train/doctor/diagnosis.ts";

/** Tells when something begins to go wrong in a training, and when that is over. */
export class DiagnosisWatch {
  #current = new Set<Condition>();

  /**
   * Compares what is going on now with what was going on before.
   *
   * @param diagnoses What the doctor says after a step.
   * @param step The step.
   * @returns A line for each illness that has appeared or gone; mostly none.
   */
  see(diagnoses: readonly Diagnosis[], step: number): string[] {
    const ill = diagnoses.filter(isIllness);
    const now = new Set(ill.map(({ condition }) => condition));
    const appeared = ill.filter(({ condition }) => !this.#current.has(condition));
    const gone = [...this.#current].filter((condition) => !now.has(condition));
    this.#current = now;
    return [
      ...appeared.map(describeDiagnosis),
      ...gone.map((condition) =>
        `Over since step ${step}: ${diagnosisTitle(condition)}.`
      ),
    ];
  }
}
