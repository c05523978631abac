/**
 * Lets timers and messages through now and then, as a promise alone never does.
 *
 * A training that awaits only what is ready keeps everything else waiting: a live figure,
 * the Stop button of a notebook, Ctrl-C.
 */
export class Pauses {
  #last = performance.now();

  /** Returns at once, or after a pause if the last one was 50 milliseconds ago. */
  async takeIfDue(): Promise<void> {
    if (performance.now() - this.#last < 50) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#last = performance.now();
  }
}
