import { isFileFault } from "../data/file_fault.ts";

/**
 * Writes files for something that must not end because a file cannot be written.
 *
 * A full disk, a lost permission or a folder that has gone are told once, and once more
 * when writing works again.
 */
export class PatientWriter {
  readonly #log: (line: string) => void;
  /** What cannot be written now. */
  readonly #failing = new Set<string>();

  /** @param log Gets the lines. */
  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /**
   * Does something that writes files.
   *
   * @param what What it writes, for the line: "the samples". The same words each time, as
   *   a small file may find room on a disk that is full for a large one.
   * @param write Does it.
   * @returns Whether it could be written.
   */
  async attempt(what: string, write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
    } catch (error) {
      const isMendable = isFileFault(error) || error instanceof Deno.errors.NotFound;
      if (!isMendable) throw error;
      if (this.#failing.size === 0) {
        this.#log(`Cannot write ${what}: ${error.message}. The training goes on.`);
      }
      this.#failing.add(what);
      return false;
    }
    if (this.#failing.delete(what) && this.#failing.size === 0) {
      this.#log("Writing works again.");
    }
    return true;
  }
}
