/** The two streams that a cell prints to. */
export type StreamName = "stdout" | "stderr";

/** When it is, and how to be called later. */
export interface Clock {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** Calls `run` after `milliseconds`; for 0, as soon as the running code yields. */
  later(run: () => void, milliseconds: number): void;
}

/** How to join what is printed. */
export interface PrintBufferOptions {
  /** The least time between two messages, in milliseconds. Default: 5. */
  interval?: number;
  /** Default: this machine's. */
  clock?: Clock;
}

const MOST_CHARACTERS = 100_000;
/** After how many milliseconds a loop that does not yield is heard. */
const LONGEST_WAIT = 40;

/**
 * Joins what is printed in quick succession to one message.
 *
 * The kernel needs as long for a line as for a page, and Jupyter drops messages beyond
 * 1000 a second (its `iopub_msg_rate_limit`). A burst of lines goes out as soon as its
 * code yields, so that it comes before whatever the cell throws next; a loop that does not
 * yield is heard all the same.
 */
export class PrintBuffer {
  /** The least time between two messages, in milliseconds. */
  interval: number;
  readonly #publish: (name: StreamName, text: string) => void;
  readonly #clock: Clock;
  #held: { name: StreamName; text: string }[] = [];
  #heldSince = 0;
  #lastSent = -Infinity;

  /** @param publish Sends one message. */
  constructor(
    publish: (name: StreamName, text: string) => void,
    { interval = 5, clock = machineClock }: PrintBufferOptions = {},
  ) {
    this.#publish = publish;
    this.interval = interval;
    this.#clock = clock;
  }

  /**
   * Takes text to print.
   *
   * @param name The stream.
   * @param text The text, with its line breaks.
   */
  print(name: StreamName, text: string): void {
    const now = this.#clock.now();
    if (this.#held.length === 0) {
      this.#heldSince = now;
      const wait = Math.max(0, this.#lastSent + this.interval - now);
      this.#clock.later(() => this.flush(), wait);
    }
    const last = this.#held.at(-1);
    if (last?.name === name) last.text += text;
    else this.#held.push({ name, text });
    const long = this.#held.at(-1)!.text.length > MOST_CHARACTERS;
    const patience = Math.max(this.interval, LONGEST_WAIT);
    if (long || now - this.#heldSince >= patience) this.flush();
  }

  /** Sends what is held, and lets the next burst go as soon as its code yields. */
  endCell(): void {
    this.flush();
    this.#lastSent = -Infinity;
  }

  /** Sends what is held. */
  flush(): void {
    const held = this.#held;
    if (held.length === 0) return;
    this.#held = [];
    this.#lastSent = this.#clock.now();
    for (const { name, text } of held) this.#publish(name, text);
  }
}

const machineClock: Clock = {
  now: () => performance.now(),
  // A microtask runs before the kernel hears how the cell ended; a timer would not.
  later: (run, milliseconds) => {
    if (milliseconds === 0) queueMicrotask(run);
    else setTimeout(run, milliseconds);
  },
};
