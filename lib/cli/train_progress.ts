import { diagnosisShort } from "../train/describe_diagnosis.ts";
import type { StepRecord } from "../train/training_state.ts";
import type { TrainingRun } from "../run/training_run.ts";
import { durationText } from "./duration_text.ts";
import { ProgressBar, type ProgressOutput } from "./progress_bar.ts";

/** Columns that have room for more than speed, time left, losses and the doctor's word. */
const WIDE = 100;
/** Seconds of training before which nobody asks when it ends. */
const SOON = 60;
/**
 * After so many steps it is said when the training ends: the first are slower, as the code is
 * still being compiled, and any one may be slowed by other programs.
 */
const FIRST_STEPS = 7;

/**
 * A training as the terminal shows it: on a terminal a bar with images a second, time
 * left, losses and the doctor's word, and lines above it; elsewhere lines alone.
 */
export class TrainProgress {
  readonly #log: (line: string) => void;
  readonly #output: ProgressOutput | undefined;
  #bar: ProgressBar | null = null;
  /** Those of the first steps. */
  readonly #speeds: number[] = [];

  /**
   * @param log Gets the lines where there is no bar.
   * @param output Where the bar goes; none where plain lines are wanted.
   */
  constructor(log: (line: string) => void, output?: ProgressOutput) {
    this.#log = log;
    this.#output = output?.columns() === null ? undefined : output;
  }

  /** A line that stays. */
  readonly log = (line: string): void => {
    if (this.#bar) this.#bar.log(line);
    else this.#log(line);
  };

  /** A line that says what the bar says all the time, where there is one. */
  readonly logRecord = (line: string): void => {
    if (this.#output === undefined) this.#log(line);
  };

  /** Draws the bar of a run, if it is time; where there is none says once when it ends. */
  update(record: StepRecord, run: TrainingRun): void {
    const { batchSize } = run.recipe;
    if (this.#output === undefined) {
      if (this.#speeds.length === FIRST_STEPS) return;
      this.#speeds.push(record.imagesPerSecond);
      if (this.#speeds.length === FIRST_STEPS) this.#sayWhenItEnds(record.step, run);
      return;
    }
    this.#bar ??= new ProgressBar({
      title: "Training",
      unit: "images",
      total: run.lastStep * batchSize,
      start: (record.step - 1) * batchSize,
      startedAt: performance.now() - 1000 * batchSize / record.imagesPerSecond,
      output: this.#output,
      keepsDetail: true,
    });
    const { step, lossD, lossG } = record;
    const going = run.diagnoses().map(({ condition }) => diagnosisShort(condition))
      .join(", ");
    const losses = `loss D ${lossD.toFixed(2)}, G ${lossG.toFixed(2)}`;
    const isWide = (this.#output.columns() ?? 0) >= WIDE;
    const detail = [...isWide ? [`step ${step}`] : [], losses, going].join(", ");
    this.#bar.update(step * batchSize, detail);
  }

  #sayWhenItEnds(step: number, run: TrainingRun): void {
    const speed = this.#speeds.slice(2).sort((a, b) => a - b)[2];
    const left = (run.lastStep - step) * run.recipe.batchSize / speed;
    if (left < SOON) return;
    const rate = Number(speed.toPrecision(2));
    this.#log(
      `The first steps trained on ${rate} images a second; at that rate the last ` +
        `step, ${run.lastStep}, is made in about ${durationText(left)}.`,
    );
  }

  /** Leaves the bar's last state where it stands. */
  end(): void {
    this.#bar?.end();
    this.#bar = null;
  }
}
