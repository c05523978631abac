/**
 * Knows whether a training stands between two steps: only there it has a state.
 *
 * In the middle of a step one network has learned and the other has not. Nothing could
 * continue from there, so whoever asks then is refused instead of getting half a step.
 */
export class StepGuard {
  #running = false;
  #failed: string | undefined;

  /** Whether the training stands between two steps now. */
  get isWhole(): boolean {
    return !this.#running && this.#failed === undefined;
  }

  /**
   * Keeps others away while something runs.
   *
   * @param action What runs, for the message of the one who is refused.
   * @param run It.
   * @throws {Error} If something runs already.
   */
  async alone<T>(action: string, run: () => Promise<T>): Promise<T> {
    this.requireIdle(action);
    this.#running = true;
    try {
      return await run();
    } finally {
      this.#running = false;
    }
  }

  /**
   * Changes the training; if that throws, the training stands between two steps no more.
   *
   * @param name What it is: "step 7".
   * @param change It.
   */
  async change<T>(name: string, change: () => T | Promise<T>): Promise<T> {
    this.#failed = name;
    const result = await change();
    this.#failed = undefined;
    return result;
  }

  /**
   * @param action What is to be done.
   * @throws {Error} If something runs.
   */
  requireIdle(action: string): void {
    if (!this.#running) return;
    throw new Error(`Cannot ${action} as no step may be running: one is, await it first`);
  }

  /**
   * @param action What is to be done.
   * @throws {Error} If something runs, or the last change failed midway.
   */
  requireWhole(action: string): void {
    this.requireIdle(action);
    if (this.#failed === undefined) return;
    throw new Error(
      `Cannot ${action} as the training must stand between two steps: ${this.#failed} ` +
        "failed midway; continue from an earlier state by restore()",
    );
  }
}
