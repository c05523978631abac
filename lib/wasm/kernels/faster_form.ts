/**
 * Chooses between two forms of a kernel that give the same bits.
 *
 * @module
 */

/** How often the forms are timed, together, before the choice is made: at least so often. */
const LEAST_TRIALS = 16;

/** How long they are timed at least: V8 compiles them well only when they are in use. */
const LEAST_MILLISECONDS = 200;

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
  #milliseconds = 0;

  /** @param now A clock, in milliseconds. */
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
    if (this.#isDecided() || work < LEAST_WORK) {
      job(this.#best[1] < this.#best[0] ? 1 : 0);
      return;
    }
    const form = thueMorse(this.#trials++);
    const start = this.#now();
    job(form);
    const milliseconds = this.#now() - start;
    this.#milliseconds += milliseconds;
    this.#best[form] = Math.min(this.#best[form], milliseconds / work);
  }

  /** After an even number of trials, which tried both forms equally often. */
  #isDecided(): boolean {
    return this.#trials >= LEAST_TRIALS && this.#trials % 2 === 0 &&
      this.#milliseconds >= LEAST_MILLISECONDS;
  }
}

/** The parity of the number of ones in `index`, written in binary. */
function thueMorse(index: number): 0 | 1 {
  let parity: 0 | 1 = 0;
  for (let rest = index; rest > 0; rest &= rest - 1) parity = parity ? 0 : 1;
  return parity;
}
