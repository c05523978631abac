import { CheckpointFolder } from "../artefacts/checkpoint_folder.ts";
import type { Training } from "../train/training.ts";

/**
 * The checkpoints of a run: now and then while it trains, and whenever one is waited for.
 *
 * The state is copied out between two steps; the disk takes its time while the training
 * goes on. What it refuses is told by the folder and ends nothing.
 */
export class RunCheckpoints {
  readonly #path: string;
  readonly #log: (line: string) => void;
  readonly #every: number;
  #folder: CheckpointFolder | null;
  #saving: Promise<void> | null = null;
  #savedAt = -Infinity;
  #savedStep: number | null;
  /** An error of the program, for whoever saves next. */
  #fault: unknown = null;

  /**
   * @param folder The open folder; it becomes this one's own.
   * @param options.path Where it lies.
   * @param options.every Seconds between two checkpoints.
   * @param options.log Gets what the folder tells once it was opened again.
   */
  constructor(
    folder: CheckpointFolder,
    { path, every, log }: { path: string; every: number; log: (line: string) => void },
  ) {
    this.#folder = folder;
    this.#savedStep = folder.newestStep ?? null;
    this.#path = path;
    this.#every = every * 1000;
    this.#log = log;
  }

  /** The step of the newest checkpoint that the disk has; null for none. */
  get savedStep(): number | null {
    return this.#savedStep;
  }

  /** Takes the folder's lock again if it was given back; the time begins to run. */
  async open(): Promise<void> {
    this.#folder ??= await CheckpointFolder.open(this.#path, { log: this.#log });
    this.#savedAt = performance.now();
  }

  /**
   * Begins to save if it is time to.
   *
   * @returns Whether it was.
   */
  async saveIfDue(training: Training): Promise<boolean> {
    const now = performance.now();
    // A disk slower than that gets the next one when it has this one.
    if (now - this.#savedAt < this.#every || this.#saving !== null) return false;
    this.#savedAt = now;
    await this.#start(training);
    return true;
  }

  /** Saves, and waits until the disk has it or has refused. */
  async save(training: Training): Promise<void> {
    await this.#saving;
    await this.#start(training);
    await this.#saving;
    if (this.#fault !== null) throw this.#fault;
  }

  /** Waits for what is being saved, and gives the folder's lock back. */
  async close(): Promise<void> {
    await this.#saving;
    await this.#folder?.close();
    this.#folder = null;
  }

  async #start(training: Training): Promise<void> {
    if (this.#fault !== null) throw this.#fault;
    const state = await training.state();
    const folder = this.#folder!;
    this.#saving = folder.save(state).then((isSaved) => {
      if (isSaved) this.#savedStep = state.step;
    }, (error) => {
      this.#fault = error;
    }).finally(() => this.#saving = null);
  }
}
