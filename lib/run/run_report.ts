import type { Diagnosis } from "../train/doctor/diagnosis.ts";
import { Doctor } from "../train/doctor/doctor.ts";
import type { Recipe } from "../train/recipe.ts";
import { TrainingFailedError } from "../train/training_failed.ts";
import type { StepRecord } from "../train/training_state.ts";
import { DiagnosisWatch } from "./diagnosis_watch.ts";
import { RecordLines } from "./record_lines.ts";
import { RunLog } from "./run_log.ts";

/** Where a run's lines go, and which of them are due when. */
export interface RunReportOptions {
  /** What it logs, and whether both scores of the fake images are of the same ones. */
  recipe: Pick<Recipe, "logging" | "fakeBatch">;
  /** Steps in an epoch. */
  stepsPerEpoch: number;
  /** Those of the steps that were made before; nothing is told of them. */
  records: readonly StepRecord[];
  /** Gets lines about what happens, as it happens. */
  log: (line: string) => void;
  /** Gets the lines that the recipe logs, when they are due. */
  logRecord: (line: string) => void;
}

/**
 * What a run tells: the recipe's lines of its records, what the doctor sees in them, and
 * whatever else happens. A file keeps all of it.
 */
export class RunReport {
  readonly #log: RunLog;
  readonly #logRecord: (line: string) => void;
  readonly #stepsPerEpoch: number;
  readonly #doctor: Doctor;
  readonly #watch = new DiagnosisWatch();
  readonly #lines: RecordLines;
  #isNewestTold = true;

  /**
   * @param path The file.
   * @param options Where lines go besides, and which are due when.
   */
  constructor(
    path: string,
    { recipe, stepsPerEpoch, records, log, logRecord }: RunReportOptions,
  ) {
    this.#log = new RunLog(path, log);
    this.#logRecord = logRecord;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#doctor = new Doctor(recipe);
    this.#lines = new RecordLines(recipe.logging);
    for (const record of records) this.#takeIn(record);
  }

  /** Tells what there is to tell after a step. */
  add(record: StepRecord): void {
    const { news, line } = this.#takeIn(record);
    for (const diagnosis of news) this.say(`Doctor: ${diagnosis}`);
    this.#tellRecord(line);
  }

  /** Tells the newest step's line where none was due: nobody should end without a loss. */
  addEnd(): void {
    if (!this.#isNewestTold) this.#tellRecord(this.#lines.newest());
  }

  /** Keeps for the file what ended the training; the doctor sees the step that failed. */
  addFailure(failure: unknown): void {
    if (failure instanceof TrainingFailedError) {
      const { step, result } = failure;
      this.#doctor.add({ step, ...result });
    }
    this.#log.note(
      `Ended by an error: ${failure instanceof Error ? failure.message : failure}`,
    );
  }

  /** What the doctor says now. */
  diagnoses(): Diagnosis[] {
    return this.#doctor.diagnoses();
  }

  /** What the doctor has said, what is over first. */
  allDiagnoses(): Diagnosis[] {
    return [...this.#doctor.past(), ...this.#doctor.diagnoses()];
  }

  /** Tells a line, and keeps it. */
  say(line: string): void {
    this.#log.say(line);
  }

  /** Brings the file up to the last line; what fails stays for the next time. */
  async flush(): Promise<void> {
    await this.#log.flush();
  }

  #tellRecord(line: string | null): void {
    this.#isNewestTold = line !== null;
    if (line === null) return;
    this.#logRecord(line);
    this.#log.note(line);
  }

  #takeIn(record: StepRecord): { news: string[]; line: string | null } {
    this.#doctor.add(record);
    const news = this.#watch.see(this.#doctor.diagnoses(), record.step);
    return { news, line: this.#lines.add(record, this.#stepsPerEpoch) };
  }
}
