import { isFileFault } from "../data/file_fault.ts";

/**
 * Writes files for something that must not end because a file cannot be written.
 *
 * A full disk, a lost permission or a folder that has gone are told once, and once more
 * when writing works again.
 */
export class PatientWriter {
  readonly #log: (line: string) => void;
  #failing = false;

  /** @param log Gets the lines. */
  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /**
   * Does something that writes files.
   *
   * @param what What it writes, for the line: "the samples of step 500".
   * @param write Does it.
   * @returns Whether it could be written.
   */
  async attempt(what: string, write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
    } catch (error) {
      const isMendable = isFileFault(error) || error instanceof Deno.errors.NotFound;
      if (!isMendable) throw error;
      if (!this.#failing) {
        this.#log(`Cannot write ${what}: ${error.message}. The training goes on.`);
      }
      this.#failing = true;
      return false;
    }
    if (this.#failing) this.#log(`Writing works again: ${what} is written.`);
    this.#failing = false;
    return true;
  }
}
