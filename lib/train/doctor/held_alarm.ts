/** What one look at the numbers says: for the alarm, against it, or neither. */
export type Sign = "on" | "off" | "between";

/**
 * An alarm that does not flicker.
 *
 * It goes on when the signs have been for it over `hold` steps without a break, and off
 * when they have been against it over `release` steps. What lies between two thresholds changes
 * nothing, so a number that wavers about one of them does not either.
 */
export class HeldAlarm {
  readonly #hold: number;
  readonly #release: number;
  #active = false;
  /** The first step of the signs that run now and contradict the state, or null. */
  #turning: number | null = null;
  #since: number | null = null;

  /**
   * @param options.hold Steps from the first sign to the last that it takes to go on; 0
   *   is at once, 1 is two signs in a row, however far apart.
   * @param options.release The same to go off.
   */
  constructor({ hold, release }: { hold: number; release: number }) {
    this.#hold = hold;
    this.#release = release;
  }

  /** The step from which on the signs were for it, or null while it is off. */
  get since(): number | null {
    return this.#since;
  }

  /**
   * Takes in what was seen.
   *
   * @param sign What was seen.
   * @param step When; each time later than before.
   * @param from The first step that it holds for, where it holds for several.
   */
  see(sign: Sign, step: number, from = step): void {
    if (sign === "between") return;
    if (this.#active === (sign === "on")) {
      this.#turning = null;
      return;
    }
    this.#turning ??= from;
    if (step - this.#turning < (this.#active ? this.#release : this.#hold)) return;
    this.#active = !this.#active;
    this.#since = this.#active ? this.#turning : null;
    this.#turning = null;
  }
}
