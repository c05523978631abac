import { isFileFault } from "../data/file_fault.ts";
import { FolderInUseError } from "./folder_lock.ts";

/** What is said of something that cannot be written, where the usual words do not do. */
export interface AttemptWords {
  /** When it fails. */
  failure?: (error: Error) => string;
  /** When writing works again. */
  recovery?: string;
}

/**
 * Writes files for something that must not end because a file cannot be written.
 *
 * A full disk, a lost permission, a folder that has gone or is another's are told once,
 * and once more when writing works again.
 */
export class PatientWriter {
  readonly #log: (line: string) => void;
  /** What cannot be written now. */
  readonly #failing = new Set<string>();

  /** @param log Gets the lines. */
  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** Whether nothing waits to be written: the last attempt of each kind was a success. */
  get isUpToDate(): boolean {
    return this.#failing.size === 0;
  }

  /**
   * Does something that writes files.
   *
   * @param what What it writes, for the line: "the samples". The same words each time, as
   *   a small file may find room on a disk that is full for a large one.
   * @param write Does it.
   * @param words Said in place of the usual ones.
   * @returns Whether it could be written.
   */
  async attempt(
    what: string,
    write: () => Promise<unknown>,
    {
      failure = ({ message }) =>
        `Cannot write ${what}: ${message}. The training goes on.`,
      recovery = "Writing works again.",
    }: AttemptWords = {},
  ): Promise<boolean> {
    try {
      await write();
    } catch (error) {
      if (!isMendable(error)) throw error;
      if (this.isUpToDate) this.#log(failure(error));
      this.#failing.add(what);
      return false;
    }
    if (this.#failing.delete(what) && this.isUpToDate) this.#log(recovery);
    return true;
  }
}

/** What the user can mend while the training goes on. */
function isMendable(error: unknown): error is Error {
  return isFileFault(error) || error instanceof Deno.errors.NotFound ||
    error instanceof FolderInUseError;
}
