/**
 * Aborts its signal when nothing came for a while, or when another signal aborts.
 */
export class StallWatch {
  /** What happened, after a stall. */
  readonly message: string;
  /** Aborted by a stall or by the other signal. */
  readonly signal: AbortSignal;
  readonly #patience: number;
  readonly #stall = new AbortController();
  #timer?: ReturnType<typeof setTimeout>;

  /**
   * Starts watching.
   *
   * @param patience The milliseconds that are too long.
   * @param signal The other signal.
   */
  constructor(patience: number, signal?: AbortSignal) {
    this.#patience = patience;
    this.message = `sent nothing for ${patience} milliseconds`;
    const signals = signal ? [signal, this.#stall.signal] : [this.#stall.signal];
    this.signal = AbortSignal.any(signals);
    this.reset();
  }

  /** Whether nothing came for too long. */
  get stalled(): boolean {
    return this.#stall.signal.aborted;
  }

  /** Something came: the time begins anew. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stall.abort(), this.#patience);
  }

  /** Ends the watch. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
