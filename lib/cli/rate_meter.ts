/**
 * How fast a count grows: over the last seconds, so that it follows a change and still
 * stands calm enough to be read.
 */
export class RateMeter {
  readonly #window: number;
  #samples: { done: number; time: number }[];

  /**
   * @param done The count at the start.
   * @param time The clock at the start, in milliseconds.
   * @param options `window`, the milliseconds that count.
   */
  constructor(done: number, time: number, { window = 10_000 } = {}) {
    this.#window = window;
    this.#samples = [{ done, time }];
  }

  /**
   * Takes note of a count.
   *
   * @param done The count; smaller than before where the work began anew.
   * @param time The clock, in milliseconds.
   */
  add(done: number, time: number): void {
    if (done < this.#samples.at(-1)!.done) this.#samples = [];
    const samples = this.#samples;
    // A fast loop adds thousands a second; more than these change nothing in the result.
    const isClose = samples.length > 1 &&
      time - samples.at(-2)!.time < this.#window / mostSamples;
    if (isClose) samples.pop();
    samples.push({ done, time });
    // The last sample before the window stays: the rate is that since then.
    const oldest = time - this.#window;
    while (samples.length > 2 && samples[1].time <= oldest) samples.shift();
  }

  /** @returns Units a second, or undefined before anything was counted. */
  perSecond(): number | undefined {
    const [first] = this.#samples;
    const last = this.#samples.at(-1)!;
    const time = last.time - first.time;
    return time > 0 ? (last.done - first.done) * 1000 / time : undefined;
  }
}

/** About how many samples are kept of a window. */
const mostSamples = 100;
