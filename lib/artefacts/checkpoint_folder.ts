import { join } from "@std/path";
import { removeIfThere } from "../data/remove_if_there.ts";
import type { TrainingState } from "../train/training_state.ts";
import {
  listCheckpoints,
  loadNewestCheckpoint,
  type NewestCheckpoint,
  saveCheckpoint,
} from "./checkpoint_file.ts";
import { checkpointsToThin, isPartialCheckpoint } from "./checkpoint_names.ts";
import { FolderLock } from "./folder_lock.ts";
import { type AttemptWords, PatientWriter } from "./patient_writer.ts";

/** What is given to a checkpoint's name when it is set aside. */
const ASIDE = ".aside";

/** What is said where old checkpoints cannot be removed. */
const THINNING: AttemptWords = {
  failure: ({ message }) =>
    `Cannot remove old checkpoints: ${message}. The training goes on, and saves new ones.`,
  recovery: "Old checkpoints can be removed again.",
};

/**
 * The folder into which one training saves its checkpoints.
 *
 * What cannot be saved does not end the training: a full disk, a lost permission, a folder
 * that was removed are told once, and once more when saving works again. A new checkpoint
 * is on the disk before an old one is removed; which stay, `checkpointsToThin()` says.
 *
 * @example
 * ```ts
 * import { CheckpointFolder } from "./checkpoint_folder.ts";
 * import type { Training } from "../train/training.ts";
 *
 * async function trainSafely(training: Training, folder: string) {
 *   const checkpoints = await CheckpointFolder.open(folder);
 *   const { newest } = await checkpoints.loadNewest();
 *   if (newest) await training.restore(newest.state);
 *   for await (const { step } of training.steps({ steps: 1000 })) {
 *     if (step % 100 === 0) await checkpoints.save(await training.state());
 *   }
 *   await checkpoints.close();
 * }
 * ```
 */
export class CheckpointFolder {
  readonly #folder: string;
  readonly #writer: PatientWriter;
  /** Another one, so that each says when it works again. */
  readonly #thinner: PatientWriter;
  #lock: FolderLock;
  #saving: Promise<unknown> = Promise.resolve();
  #newest: number | undefined;

  private constructor(folder: string, lock: FolderLock, log: (line: string) => void) {
    this.#folder = folder;
    this.#lock = lock;
    this.#writer = new PatientWriter(log);
    this.#thinner = new PatientWriter(log);
  }

  /**
   * Makes the folder if need be, takes its lock, and removes what a killed process left
   * of a checkpoint.
   *
   * @param folder The folder.
   * @param options.log Gets a line when saving fails and when it works again; by default
   *   the console.
   * @returns The folder; the caller closes it.
   * @throws {FolderInUseError} If another process trains there; it names the process.
   */
  static async open(
    folder: string,
    { log = console.error }: { log?: (line: string) => void } = {},
  ): Promise<CheckpointFolder> {
    await Deno.mkdir(folder, { recursive: true });
    const lock = await FolderLock.take(folder);
    try {
      for (const { name } of Deno.readDirSync(folder)) {
        if (isPartialCheckpoint(name)) await removeIfThere(join(folder, name));
      }
      return new CheckpointFolder(folder, lock, log);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** The step of the newest checkpoint that is known to be whole; undefined for none. */
  get newestStep(): number | undefined {
    return this.#newest;
  }

  /** The newest checkpoint that is whole; see {@link loadNewestCheckpoint}. */
  async loadNewest(): Promise<NewestCheckpoint> {
    const found = await loadNewestCheckpoint(this.#folder);
    this.#newest = found.newest?.step;
    return found;
  }

  /**
   * Saves a state. A caller that does not wait trains on meanwhile; saves that overlap
   * wait for one another, so wait for the one before it to hold one state in memory.
   *
   * Checkpoints of later steps, which were refused or which the training left when it
   * went back, are set aside under other names, so that they are not taken for newer.
   *
   * @param state What `training.state()` gave.
   * @returns True once the disk has it; false if the system refused, which the log says.
   */
  async save(state: TrainingState): Promise<boolean> {
    const before = this.#saving;
    const saving = this.#saveAfter(before, state);
    this.#saving = saving;
    return await saving;
  }

  /** Waits for what is being saved, and gives the folder back. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#saving]);
    await this.#lock.release();
  }

  async #saveAfter(before: Promise<unknown>, state: TrainingState): Promise<boolean> {
    await Promise.allSettled([before]);
    const { step } = state;
    const isSaved = await this.#writer.attempt("a checkpoint", async () => {
      if (!await this.#lock.holds()) await this.#takeLockAgain();
      await this.#setAsideAfter(step);
      await saveCheckpoint(this.#folder, state);
      this.#newest = step;
    }, {
      failure: (error) => this.#failureOf(step, error),
      recovery: `Saving works again: the checkpoint of step ${step} is saved.`,
    });
    // An old file that stays takes nothing from the new one.
    if (isSaved) {
      await this.#thinner.attempt("old checkpoints", () => this.#thin(), THINNING);
    }
    return isSaved;
  }

  async #takeLockAgain(): Promise<void> {
    const lock = await FolderLock.take(this.#folder);
    await this.#lock.release();
    this.#lock = lock;
  }

  async #setAsideAfter(step: number): Promise<void> {
    for (const entry of await listCheckpoints(this.#folder)) {
      if (entry.step > step) await Deno.rename(entry.path, entry.path + ASIDE);
    }
  }

  async #thin(): Promise<void> {
    const entries = await listCheckpoints(this.#folder);
    const gone = new Set(checkpointsToThin(entries.map(({ step }) => step)));
    for (const { path, step } of entries) {
      if (gone.has(step)) await removeIfThere(path);
    }
  }

  #failureOf(step: number, { message }: Error): string {
    const kept = this.#newest === undefined
      ? "no step is saved yet"
      : `the newest one is of step ${this.#newest}`;
    return `Cannot save the checkpoint of step ${step} as '${this.#folder}' must be ` +
      `there, writable and not full: ${message}. The training goes on; ${kept}.`;
  }
}
