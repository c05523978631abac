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
    this.#samples.push({ done, time });
    const oldest = time - this.#window;
    // The last sample before the window stays: the rate is that since then.
    const first = this.#samples.findIndex((sample) => sample.time >= oldest);
    if (first > 1) this.#samples.splice(0, first - 1);
    if (this.#samples.length > maximumSamples) this.#samples.splice(1, 1);
  }

  /** @returns Units a second, or undefined before anything was counted. */
  perSecond(): number | undefined {
    const [first] = this.#samples;
    const last = this.#samples.at(-1)!;
    const time = last.time - first.time;
    return time > 0 ? (last.done - first.done) * 1000 / time : undefined;
  }
}

/** A fast loop adds thousands a second; their number changes nothing in the result. */
const maximumSamples = 200;
