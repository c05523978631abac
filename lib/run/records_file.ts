import type { StepRecord } from "../train/training_state.ts";

/**
 * The file of a training's records, one JSON object a line.
 *
 * Lines are added as steps are made. If an addition fails, half a line may stand there;
 * then the whole file is written anew as soon as that works.
 */
export class RecordsFile {
  readonly #path: string;
  readonly #records: () => readonly StepRecord[];
  /** How many records the file has; −1 if that is not known. */
  #written = -1;

  /**
   * @param path The file.
   * @param records All records so far.
   */
  constructor(path: string, records: () => readonly StepRecord[]) {
    this.#path = path;
    this.#records = records;
  }

  /** Brings the file up to the last record. */
  async flush(): Promise<void> {
    const records = this.#records(), written = this.#written;
    if (records.length === written) return;
    this.#written = -1;
    const lines = records.slice(Math.max(0, written))
      .map((record) => JSON.stringify(record) + "\n").join("");
    await Deno.writeTextFile(this.#path, lines, {
      append: written >= 0,
      create: written < 0,
    });
    this.#written = records.length;
  }
}
