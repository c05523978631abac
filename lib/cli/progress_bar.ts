/**
 * How far a download or a training is, how fast it goes and how long it still takes.
 *
 * `cli-progress` was tried and not taken: away from a terminal it is silent, it does not
 * know NO_COLOR, a narrow terminal cuts off the time left, another line of the program is
 * glued to its bar, and it prints `NFs` until it knows a rate.
 *
 * @module
 */
import { formatBytes } from "../data/download/format_bytes.ts";
import { fitLine, type LineParts } from "./progress_line.ts";
import { RateMeter } from "./rate_meter.ts";

/** Where a progress bar is drawn. */
export interface ProgressOutput {
  /** The terminal's width now, or null where plain lines are wanted. */
  columns: () => number | null;
  /** Writes text as it is. */
  write: (text: string) => void;
}

/**
 * One line that is drawn again and again: bar, rate and time left.
 *
 * Where the output is no terminal, or `NO_COLOR` is set, there are plain lines instead:
 * one every `plainEvery` milliseconds and a last one. Nothing of the terminal is changed
 * that a killed program would have to restore.
 *
 * @example
 * ```ts
 * import { ProgressBar } from "./progress_bar.ts";
 *
 * const bar = new ProgressBar({ title: "Training", total: 3, unit: "steps" });
 * for (let step = 1; step <= 3; step++) bar.update(step, `loss D ${1 / step}`);
 * bar.log("Saved the samples."); // a line above the bar
 * bar.end();
 * ```
 */
export class ProgressBar {
  readonly #options: Required<Omit<ProgressBarOptions, "total">> & { total?: number };
  readonly #meter: RateMeter;
  #start: number;
  #startedAt: number;
  #done: number;
  #detail = "";
  #shownAt = -Infinity;
  #isDrawn = false;
  #hasEnded = false;

  /**
   * @param options What is counted; only `title` and `unit` are needed.
   */
  constructor(options: ProgressBarOptions) {
    const {
      start = 0,
      output = standardError,
      now = performance.now.bind(performance),
      startedAt = now(),
      drawEvery = 100,
      plainEvery = 15_000,
      keepsDetail = false,
    } = options;
    this.#options = {
      ...options,
      start,
      output,
      now,
      startedAt,
      drawEvery,
      plainEvery,
      keepsDetail,
    };
    this.#startedAt = startedAt;
    this.#start = start;
    this.#done = start;
    this.#meter = new RateMeter(start, this.#startedAt);
    // Away from a terminal the first line comes after a while: most work is done by then.
    if (output.columns() === null) this.#shownAt = now();
  }

  /**
   * Says how far the work is; it is drawn if the last drawing is long enough ago.
   *
   * @param done Units done so far, those before the start too. Fewer than before mean that
   * the work began anew: the rate is then measured anew.
   * @param detail What else the line should say: a loss, a mirror.
   */
  update(done: number, detail: string = this.#detail): void {
    if (this.#hasEnded) return;
    const { now, drawEvery, plainEvery, output } = this.#options;
    const time = now();
    if (done < this.#done) [this.#start, this.#startedAt] = [0, time];
    this.#done = done;
    this.#detail = detail;
    this.#meter.add(done, time);
    const isPlain = output.columns() === null;
    if (time - this.#shownAt < (isPlain ? plainEvery : drawEvery)) return;
    this.#shownAt = time;
    if (isPlain) output.write(`${this.#plainLine()}\n`);
    else this.#draw();
  }

  /**
   * Writes a line that stays, above the bar.
   *
   * @param line Without a line break at its end.
   */
  log(line: string): void {
    const { output } = this.#options;
    output.write(this.#isDrawn ? `${clearLine}${line}\n` : `${line}\n`);
    if (this.#isDrawn && !this.#hasEnded) this.#draw();
  }

  /** Draws the last state, which stays, and goes to the next line; once. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { output } = this.#options;
    if (output.columns() === null) return output.write(`${this.#plainLine()}\n`);
    this.#draw();
    output.write("\n");
  }

  /** Wipes the bar out without a last state, as where an error is about to be printed. */
  clear(): void {
    if (this.#isDrawn && !this.#hasEnded) this.#options.output.write(clearLine);
    this.#hasEnded = true;
  }

  #draw(): void {
    const { output } = this.#options;
    const columns = output.columns();
    if (columns === null) return;
    this.#isDrawn = true;
    // The last column stays free, as some terminals then begin a new line.
    output.write(`${clearLine}${fitLine(this.#parts(), columns - 1)}`);
  }

  #plainLine(): string {
    const { title, share, amount, rate, time, detail } = this.#parts();
    const percent = share === undefined ? "" : `${Math.floor(share * 100)} % `;
    const facts = [`${percent}${amount}`, rate, time, detail].filter((fact) => fact);
    return `${title}: ${facts.join(", ")}`;
  }

  #parts(): LineParts {
    const { title, unit, total, now } = this.#options;
    const done = this.#done;
    const isBytes = unit === "bytes";
    const one = isBytes ? formatBytes(done) : `${done}`;
    const all = total === undefined ? "" : isBytes ? formatBytes(total) : `${total}`;
    const amount = `${all ? `${one} of ${all}` : one}${isBytes ? "" : ` ${unit}`}`;
    const elapsed = (now() - this.#startedAt) / 1000;
    const isDone = total === undefined ? this.#hasEnded : done >= total;
    // What was there at the start was not done in this time.
    const perSecond = isDone
      ? (done - this.#start) / Math.max(elapsed, 1e-3)
      : this.#meter.perSecond();
    const left = total === undefined || !perSecond
      ? undefined
      : (total - done) / perSecond;
    const time = isDone
      ? `in ${formatDuration(elapsed)}`
      : left === undefined
      ? ""
      : `${formatDuration(left)} left`;
    return {
      title,
      share: total === undefined || total <= 0 ? undefined : Math.min(done / total, 1),
      amount,
      rate: perSecond && done > this.#start ? formatRate(perSecond, unit) : "",
      time,
      detail: this.#detail,
      keepsDetail: this.#options.keepsDetail,
    };
  }
}

/** What a progress bar counts, and where it is drawn. */
export interface ProgressBarOptions {
  /** What is being done: a file's name, "Training". */
  title: string;
  /** What is counted: "bytes", "steps", "images". */
  unit: string;
  /** How many there are; left out where nobody knows, and there is no bar then. */
  total?: number;
  /** How many were done before, as of a download that is resumed: no part of the rate. */
  start?: number;
  /** Where it is drawn; standard error by default. */
  output?: ProgressOutput;
  /** A clock in milliseconds. */
  now?: () => number;
  /** The clock when the work began; by default it begins now. */
  startedAt?: number;
  /** Milliseconds between two drawings on a terminal. */
  drawEvery?: number;
  /** Milliseconds between two plain lines elsewhere. */
  plainEvery?: number;
  /** Whether the details stay longest on a narrow terminal; by default they go first. */
  keepsDetail?: boolean;
}

/** The program's standard error, a terminal or not. */
export const standardError: ProgressOutput = {
  columns: () => {
    if (Deno.noColor || !Deno.stderr.isTerminal()) return null;
    const { columns } = Deno.consoleSize();
    // Some pseudo-terminals do not know their size and say 0.
    return columns > 0 ? columns : 80;
  },
  write: (text) => {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += Deno.stderr.writeSync(bytes.subarray(at));
  },
};

/** To the line's start, and wipe it out. */
const clearLine = "\r\x1b[K";

/**
 * A time as people read it.
 *
 * @param seconds Zero or more.
 * @returns For example `0:07`, `12:34`, `1:02:03`; in days from 100 hours on.
 */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  if (hours >= 100) return `${Math.round(whole / 86_400)} days`;
  const minutes = Math.floor(whole / 60) % 60;
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = `${hours > 0 ? two(minutes) : minutes}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

function formatRate(perSecond: number, unit: string): string {
  if (unit === "bytes") return `${formatBytes(perSecond)}/s`;
  const rate = perSecond >= 10 ? Math.round(perSecond) : perSecond.toPrecision(2);
  return `${rate} ${unit}/s`;
}
