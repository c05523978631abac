import { join } from "@std/path";
import { CheckpointFolder } from "../artefacts/checkpoint_folder.ts";
import { saveNetworks } from "../artefacts/networks_file.ts";
import type { Diagnosis } from "../train/describe_diagnosis.ts";
import { Doctor } from "../train/doctor/doctor.ts";
import type { Recipe } from "../train/recipe.ts";
import type { Training } from "../train/training.ts";
import { lastStep } from "../train/training_options.ts";
import { TrainingFailedError } from "../train/training_failed.ts";
import type { StepRecord } from "../train/training_state.ts";
import { DiagnosisWatch } from "./diagnosis_watch.ts";
import { fixedSamples, sampleCount } from "./fixed_samples.ts";
import { PatientWriter } from "./patient_writer.ts";
import { isDue, RecordLines } from "./record_lines.ts";
import { RecordsFile } from "./records_file.ts";
import { RunLog } from "./run_log.ts";
import { writeRunPage } from "./write_run_page.ts";
import type { RunPlan } from "./run_plan.ts";
import { gridColumns, RunSamples } from "./run_samples.ts";
import type { TrainingData } from "./training_data.ts";

/** What a run is made of; `startRun()` and `resumeRun()` put it together. */
export interface TrainingRunParts {
  /** The run's folder. */
  folder: string;
  /** With a recipe, and a plan as what it keeps besides. */
  training: Training;
  /** The images. */
  data: TrainingData;
  /** Where checkpoints go, locked. */
  checkpoints: CheckpointFolder;
  /** Threads that the backend computes on, for the page. */
  threads?: number;
  /** Gets lines about what happens, as it happens. */
  log: (line: string) => void;
  /** Gets the lines that the recipe logs, when they are due. */
  logRecord: (line: string) => void;
}

/** Milliseconds between two additions to the files that grow. */
const FLUSH_EVERY = 1000;

/**
 * One training in one folder, which can be resumed from there.
 *
 * While it runs the folder gets records, samples, checkpoints, the lines of the log and a
 * page that shows it all; at its end also an animation, real images beside generated ones
 * and the networks. What cannot be written is told once and does not end the training.
 *
 * It owns its parts: `close()` frees networks, data and the folder's lock.
 */
export class TrainingRun {
  readonly folder: string;
  readonly training: Training;
  /** The images. */
  readonly data: TrainingData;
  readonly #log: RunLog;
  readonly #logRecord: (line: string) => void;
  readonly #threads: number | undefined;
  readonly #doctor = new Doctor();
  readonly #watch = new DiagnosisWatch();
  readonly #writer: PatientWriter;
  readonly #records: RecordsFile;
  readonly #samples: RunSamples;
  readonly #lines: RecordLines;
  #checkpoints: CheckpointFolder | null;
  #saving: Promise<void> | null = null;
  #fault: unknown = null;
  #flushedAt = -Infinity;
  #savedAt = -Infinity;
  #closed = false;

  /** @param parts They become the run's own. */
  constructor(parts: TrainingRunParts) {
    const { folder, training, data, checkpoints, threads, log, logRecord } = parts;
    this.folder = folder;
    this.training = training;
    this.data = data;
    this.#checkpoints = checkpoints;
    this.#threads = threads;
    this.#log = new RunLog(join(folder, "log.txt"), log);
    this.#logRecord = logRecord;
    this.#writer = new PatientWriter((line) => this.#log.say(line));
    this.#records = new RecordsFile(
      join(folder, "records.jsonl"),
      () => training.records,
    );
    const { logging } = this.recipe;
    this.#samples = new RunSamples(folder, {
      columns: gridColumns(sampleCount(training)),
    });
    this.#lines = new RecordLines(logging);
    for (const record of training.records) {
      this.#doctor.add(record);
      this.#watch.see(this.#doctor.diagnoses(), record.step);
    }
  }

  /** How it trains, changes included. */
  get recipe(): Recipe {
    return this.training.recipe!;
  }

  /** One record for every step so far. */
  get records(): readonly StepRecord[] {
    return this.training.records;
  }

  /** The step with which the training is complete, as the recipe says. */
  get lastStep(): number {
    const { steps, epochs } = this.recipe;
    const until = steps === null ? { epochs: epochs! } : { steps };
    return lastStep(until, this.training.stepsPerEpoch);
  }

  /** What the doctor says now, as far as the training has come. */
  diagnoses(): Diagnosis[] {
    return this.#doctor.diagnoses();
  }

  /** Tells a line to whoever watches, and to the folder's `log.txt`. */
  say(line: string): void {
    this.#log.say(line);
  }

  /**
   * Trains to the end that the recipe says, and sees to the folder on the way.
   *
   * However it ends (complete, aborted, the caller's loop left, an error), the folder then
   * has everything up to the last step, and nobody holds its lock.
   *
   * @param options.signal Aborting it ends the training after the step that runs.
   * @returns One record a step; none if the training is complete.
   * @throws {TrainingFailedError} If a loss is NaN or infinite. The last checkpoint stays.
   * @throws {MemoryFullError} If a batch does not fit; it names one that does.
   */
  async *steps(
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<StepRecord, void, void> {
    await this.#begin();
    // Not whole if a step failed midway: the networks are worth nothing then.
    const end = { failure: null as unknown, isWhole: true };
    try {
      if (this.training.step < this.lastStep) {
        end.isWhole = false;
        for await (
          const record of this.training.steps({ steps: this.lastStep, signal })
        ) {
          end.isWhole = true;
          await this.#take(record);
          yield record;
          end.isWhole = false;
        }
        end.isWhole = true;
      }
    } catch (error) {
      if (error instanceof TrainingFailedError) {
        this.#doctor.add({ step: error.step, ...error.result });
      }
      end.failure = error;
      throw error;
    } finally {
      await this.#finish(end);
    }
  }

  /** Ends everything that belongs to the run; its files stay. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writer.attempt("the log", () => this.#log.flush());
    await this.#checkpoints?.close();
    await this.data.close();
    const { generator, discriminator } = this.training;
    this.training.dispose();
    generator.dispose();
    discriminator.dispose();
  }

  get #plan(): RunPlan {
    return this.training.about as RunPlan;
  }

  async #begin(): Promise<void> {
    this.#checkpoints ??= await CheckpointFolder.open(join(this.folder, "checkpoints"), {
      log: (line) => this.#log.say(line),
    });
    const { step } = this.training;
    if (step === 0) {
      await this.#saveSamples();
      await this.#checkpoint();
    }
    this.#savedAt = performance.now();
    await this.#flush();
    await this.#writePage("running");
  }

  async #take(record: StepRecord): Promise<void> {
    const { step } = record;
    const { stepsPerEpoch } = this.training;
    this.#doctor.add(record);
    const news = this.#watch.see(this.#doctor.diagnoses(), step);
    for (const line of news) this.#log.say(`Doctor: ${line}`);
    const line = this.#lines.add(record, stepsPerEpoch);
    if (line !== null) {
      this.#logRecord(line);
      this.#log.note(line);
    }
    if (isDue(step, this.recipe.logging.grid, stepsPerEpoch)) await this.#saveSamples();
    const now = performance.now();
    if (now - this.#flushedAt >= FLUSH_EVERY) await this.#flush();
    const isSaved = now - this.#savedAt < this.#plan.checkpointEvery * 1000;
    // A disk slower than that gets the next one when it has this one.
    if (isSaved || this.#saving !== null) return;
    this.#savedAt = now;
    await this.#startSaving();
    await this.#writePage("running");
  }

  /** Copies the state out and lets the disk take its time while the training goes on. */
  async #startSaving(): Promise<void> {
    if (this.#fault !== null) throw this.#fault;
    const state = await this.training.state();
    this.#saving = this.#checkpoints!.save(state).then(() => {}, (error) => {
      this.#fault = error;
    }).finally(() => this.#saving = null);
  }

  async #checkpoint(): Promise<void> {
    await this.#saving;
    await this.#startSaving();
    await this.#saving;
    if (this.#fault !== null) throw this.#fault;
  }

  async #flush(): Promise<void> {
    this.#flushedAt = performance.now();
    await this.#writer.attempt("the records", () => this.#records.flush());
    await this.#writer.attempt("the log", () => this.#log.flush());
  }

  async #saveSamples(): Promise<void> {
    const images = await fixedSamples(this.training);
    const { step } = this.training;
    await this.#writer.attempt("the samples", () => this.#samples.save(step, images));
  }

  async #finish(
    { failure, isWhole }: { failure: unknown; isWhole: boolean },
  ): Promise<void> {
    try {
      // First what cannot be made again.
      if (isWhole) await this.#checkpoint();
      await this.#flush();
      if (isWhole) await this.#saveResults();
      const { step } = this.training;
      await this.#writer.attempt("the animation", () => this.#samples.animate(step));
      const ending = failure !== null
        ? `ended by an error: ${failure instanceof Error ? failure.message : failure}`
        : step >= this.lastStep
        ? "complete"
        : "stopped, to be resumed";
      await this.#writePage(ending);
      await this.#flush();
    } finally {
      await this.#saving;
      await this.#checkpoints?.close();
      this.#checkpoints = null;
    }
  }

  async #saveResults(): Promise<void> {
    const { generator, discriminator, step } = this.training;
    await this.#saveSamples();
    const images = await fixedSamples(this.training);
    await this.#writer.attempt(
      "the comparison",
      () => this.#samples.compare(this.data.examples, images),
    );
    const metadata = {
      steps: `${step}`,
      seed: `${this.#plan.seed}`,
      recipe: this.recipe.name,
      origin: this.data.origin,
    };
    const path = join(this.folder, "networks.safetensors");
    await this.#writer.attempt(
      "the networks",
      () => saveNetworks(path, { generator, discriminator }, metadata),
    );
  }

  async #writePage(state: string): Promise<void> {
    const { folder, recipe, records, lastStep, data } = this;
    const diagnoses = [...this.#doctor.past(), ...this.#doctor.diagnoses()];
    const page = { folder, state, recipe, records, lastStep, diagnoses, data };
    const parts = { samples: this.#samples, plan: this.#plan, threads: this.#threads };
    await this.#writer.attempt("the page", () => writeRunPage({ ...page, ...parts }));
  }
}
