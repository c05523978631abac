/** The lines that a run tells: to whoever watches, and to a file for whoever comes later. */
export class RunLog {
  readonly #path: string;
  readonly #log: (line: string) => void;
  #unwritten: string[] = [];

  /**
   * @param path The file.
   * @param log Gets each line at once.
   */
  constructor(path: string, log: (line: string) => void) {
    this.#path = path;
    this.#log = log;
  }

  /** Tells a line; the file gets it with the next `flush()`. */
  say(line: string): void {
    this.#log(line);
    this.note(line);
  }

  /** Keeps a line for the file alone. */
  note(line: string): void {
    this.#unwritten.push(`${line}\n`);
  }

  /** Adds the lines to the file; if that fails they stay for the next time. */
  async flush(): Promise<void> {
    const lines = this.#unwritten;
    if (lines.length === 0) return;
    await Deno.writeTextFile(this.#path, lines.join(""), { append: true });
    this.#unwritten = this.#unwritten.slice(lines.length);
  }
}
