/**
 * Chooses between two forms of a kernel that give the same bits.
 *
 * @module
 */

/** How often the forms are timed, together, before the choice is made. */
const TRIALS = 48;

/** Multiplications below which a job is too short to be timed. */
const LEAST_WORK = 5e6;

/**
 * Finds out which of two forms of a kernel is faster on this engine, while it works.
 *
 * How V8 compiles the kernels depends on flags that a program cannot ask for. So the
 * first jobs run one form or the other, and the one with the best time for its work
 * does the rest. The order of the trials is that of Thue and Morse, 0 1 1 0 1 0 0 1 …,
 * which keeps step with no period that the jobs have.
 */
export class FasterForm {
  readonly #now: () => number;
  readonly #best: [number, number] = [Infinity, Infinity];
  #trials = 0;

  /** @param now A clock; any unit. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Does a job in the form to be tried next, or in the faster one.
   *
   * @param work How much the job has to do, in multiplications.
   * @param job Does it, in form 0 or 1.
   */
  run(work: number, job: (form: 0 | 1) => void): void {
    if (this.#trials >= TRIALS || work < LEAST_WORK) {
      job(this.#best[1] < this.#best[0] ? 1 : 0);
      return;
    }
    const form = thueMorse(this.#trials++);
    const start = this.#now();
    job(form);
    this.#best[form] = Math.min(this.#best[form], (this.#now() - start) / work);
  }
}

/** The parity of the number of ones in `index`, written in binary. */
function thueMorse(index: number): 0 | 1 {
  let parity: 0 | 1 = 0;
  for (let rest = index; rest > 0; rest &= rest - 1) parity = parity ? 0 : 1;
  return parity;
}
