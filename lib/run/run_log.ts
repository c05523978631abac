/** The lines that a run tells: to whoever watches, and to a file for whoever comes later. */
export class RunLog {
  readonly #path: string;
  readonly #log: (line: string) => void;
  #unwritten: string[] = [];
  /** How many bytes of the file are whole lines; null before the first addition. */
  #size: number | null = null;

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

  /**
   * Adds the lines to the file; if that fails they stay for the next time, and half a line
   * that a full disk took is written over then.
   */
  async flush(): Promise<void> {
    const lines = [...this.#unwritten];
    if (lines.length === 0) return;
    using file = await Deno.open(this.#path, { write: true, create: true });
    const { size } = await file.stat();
    // Shorter than it was if somebody has removed it.
    this.#size = Math.min(this.#size ?? size, size);
    await file.truncate(this.#size);
    await file.seek(this.#size, Deno.SeekMode.Start);
    const bytes = new TextEncoder().encode(lines.join(""));
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    this.#size += bytes.length;
    this.#unwritten = this.#unwritten.slice(lines.length);
  }
}
