import { join } from "@std/path";
import type { CheckpointFolder } from "../artefacts/checkpoint_folder.ts";
import { saveNetworks } from "../artefacts/networks_file.ts";
import { PatientWriter } from "../artefacts/patient_writer.ts";
import type { Diagnosis } from "../train/doctor/diagnosis.ts";
import type { Recipe } from "../train/recipe.ts";
import type { Training } from "../train/training.ts";
import { lastStep } from "../train/training_parts.ts";
import type { StepRecord } from "../train/training_state.ts";
import { DamagedPictures } from "./damaged_pictures.ts";
import { dataInTurn } from "./earlier_data.ts";
import { FixedSamples } from "./fixed_samples.ts";
import { GrowingIntervals } from "./growing_intervals.ts";
import { isDue } from "./is_due.ts";
import { RecordsFile } from "./records_file.ts";
import { RunCheckpoints } from "./run_checkpoints.ts";
import { RunReport } from "./run_report.ts";
import { writeRunPage } from "./write_run_page.ts";
import type { RunPlan } from "./run_plan.ts";
import { RunSamples } from "./run_samples.ts";
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
  /** A clock in milliseconds, by which files are written; the computer's by default. */
  now?: () => number;
}

/** Milliseconds between two additions to the files that grow. */
const FLUSH_EVERY = 1000;
/** Milliseconds to the first page that shows steps: who looks at once should see some. */
const FIRST_PAGE = 1000;

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
  readonly #report: RunReport;
  readonly #threads: number | undefined;
  readonly #writer: PatientWriter;
  readonly #records: RecordsFile;
  readonly #fixedSamples: FixedSamples;
  readonly #samples: RunSamples;
  readonly #checkpoints: RunCheckpoints;
  readonly #damaged: DamagedPictures;
  readonly #pages: GrowingIntervals;
  readonly #now: () => number;
  #flushedAt = -Infinity;
  #closed = false;

  /** @param parts They become the run's own. */
  constructor(parts: TrainingRunParts) {
    const { folder, training, data, checkpoints, threads, log, logRecord } = parts;
    const { now = () => performance.now() } = parts;
    this.folder = folder;
    this.training = training;
    this.data = data;
    this.#threads = threads;
    const { recipe, records, stepsPerEpoch } = training;
    this.#report = new RunReport(join(folder, "log.txt"), {
      ...{ recipe: recipe!, records, stepsPerEpoch, log, logRecord },
    });
    const say = (line: string) => this.say(line);
    this.#writer = new PatientWriter(say);
    this.#damaged = new DamagedPictures(data.damaged, say);
    this.#records = new RecordsFile(
      join(folder, "records.jsonl"),
      () => training.records,
    );
    this.#checkpoints = new RunCheckpoints(checkpoints, {
      path: join(folder, "checkpoints"),
      every: this.#plan.checkpointEvery,
      log: say,
    });
    this.#fixedSamples = new FixedSamples(training);
    this.#samples = new RunSamples(folder);
    this.#now = now;
    const longest = 1000 * this.#plan.checkpointEvery;
    this.#pages = new GrowingIntervals({ first: FIRST_PAGE, longest, now });
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

  /** The step of the newest checkpoint that the disk has; null for none. */
  get savedStep(): number | null {
    return this.#checkpoints.savedStep;
  }

  /** Whether every file could be written as it should be now. */
  get isWritten(): boolean {
    return this.#writer.isUpToDate && this.savedStep === this.training.step;
  }

  /** What the doctor says now, as far as the training has come. */
  diagnoses(): Diagnosis[] {
    return this.#report.diagnoses();
  }

  /** Tells a line to whoever watches, and to the folder's `log.txt`. */
  say(line: string): void {
    this.#report.say(line);
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
   * @throws {ImagesLostError} If the images can no longer be read; the last step is saved.
   * @throws {MemoryFullError} If a batch does not fit; it names one that does.
   */
  async *steps(
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<StepRecord, void, void> {
    await this.#begin();
    let failure: unknown = null;
    try {
      for await (
        const record of this.training.steps({ steps: this.lastStep, signal })
      ) {
        await this.#take(record);
        yield record;
      }
    } catch (error) {
      this.#report.addFailure(error);
      failure = error;
      throw error;
    } finally {
      await this.#finish(failure);
    }
  }

  /** Ends everything that belongs to the run; its files stay. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writer.attempt("the log", () => this.#report.flush());
    await this.#checkpoints.close();
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
    await this.#checkpoints.open();
    if (this.training.step === 0) {
      await this.#saveSamples();
      await this.#checkpoints.save(this.training);
    }
    await this.#flush();
    await this.#writePage("running");
  }

  async #take(record: StepRecord): Promise<void> {
    const { recipe: { logging }, training: { stepsPerEpoch } } = this;
    this.#report.add(record);
    this.#damaged.tellNew();
    this.#damaged.tellEpoch(this.records, stepsPerEpoch);
    if (isDue(record.step, logging.grid, stepsPerEpoch)) await this.#saveSamples();
    if (this.#now() - this.#flushedAt >= FLUSH_EVERY) await this.#flush();
    await this.#checkpoints.saveIfDue(this.training);
    // It grows with the steps, so that it is written seldom later on.
    if (this.#pages.isDue()) await this.#writePage("running");
  }

  async #flush(): Promise<void> {
    this.#flushedAt = this.#now();
    await this.#writer.attempt("the records", () => this.#records.flush());
    await this.#writer.attempt("the log", () => this.#report.flush());
  }

  async #saveSamples(): Promise<void> {
    const images = await this.#fixedSamples.images();
    const { step } = this.training;
    await this.#writer.attempt("the samples", () => this.#samples.save(step, images));
  }

  async #finish(failure: unknown): Promise<void> {
    const { training, lastStep } = this;
    // If a step failed midway, the networks are worth nothing.
    const { isWhole, step } = training;
    try {
      this.#report.addEnd();
      this.#damaged.tellAll();
      // First what cannot be made again.
      if (isWhole) await this.#checkpoints.save(training);
      await this.#flush();
      // Who ends it while the results are made, by another Ctrl-C, keeps a page of all steps.
      await this.#writePage("running");
      if (isWhole) await this.#saveResults();
      await this.#writer.attempt("the animation", () => this.#samples.animate(step));
      const ending = failure !== null
        ? `ended by an error: ${failure instanceof Error ? failure.message : failure}`
        : step >= lastStep
        ? "complete"
        : "stopped, to be resumed";
      await this.#writePage(ending);
      await this.#flush();
    } finally {
      await this.#checkpoints.close();
    }
  }

  async #saveResults(): Promise<void> {
    const { sampledGenerator: generator, discriminator, step } = this.training;
    const { averageDecay } = this.recipe;
    await this.#saveSamples();
    const images = await this.#fixedSamples.images();
    await this.#writer.attempt(
      "the comparison",
      () => this.#samples.compare(this.data.examples, images),
    );
    const metadata = {
      steps: `${step}`,
      seed: `${this.#plan.seed}`,
      recipe: this.recipe.name,
      origin: dataInTurn(this.#plan.earlierData ?? [], "origin", this.data.origin),
      ...(averageDecay !== null && { averageDecay: `${averageDecay}` }),
    };
    const path = join(this.folder, "networks.safetensors");
    await this.#writer.attempt(
      "the networks",
      () => saveNetworks(path, { generator, discriminator }, metadata),
    );
  }

  async #writePage(state: string): Promise<void> {
    const { folder, recipe, records, lastStep, data } = this;
    const diagnoses = this.#report.allDiagnoses();
    const page = { folder, state, recipe, records, lastStep, diagnoses, data };
    const parts = { samples: this.#samples, plan: this.#plan, threads: this.#threads };
    await this.#writer.attempt("the page", () => writeRunPage({ ...page, ...parts }));
  }
}
