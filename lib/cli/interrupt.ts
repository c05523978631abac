/**
 * Ctrl-C, whose signal comes several times.
 *
 * A terminal sends it to every program in it, and some of these pass it on to those they
 * have started: `deno task` after about 50 ms, `npx` likewise. So whoever counts signals
 * counts one press as two.
 *
 * @module
 */

/** Signals that come within this time of a press belong to it. */
export const PRESS_MILLISECONDS = 500;

/** Tells presses of Ctrl-C from signals that only repeat one. */
export class PressCounter {
  /** How many presses there were. */
  presses = 0;
  #last = -Infinity;

  /**
   * Takes a signal.
   *
   * @param now When it came, in milliseconds.
   * @returns Whether it is a press of its own.
   */
  isPress(now = performance.now()): boolean {
    if (now - this.#last < PRESS_MILLISECONDS) return false;
    this.#last = now;
    this.presses++;
    return true;
  }
}

/**
 * A signal that the first Ctrl-C aborts; the second one ends the program as always.
 *
 * @param onInterrupt What is to be said, and the reason to abort with, if it matters.
 * @param options.controller Of the signal; for a caller that has handed it out before.
 * @returns The signal, and what gives Ctrl-C its usual meaning back.
 */
export function abortOnInterrupt(
  onInterrupt: () => unknown,
  { controller = new AbortController() }: { controller?: AbortController } = {},
): { signal: AbortSignal; release: () => void } {
  let isListening = true, isPressed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const release = () => {
    clearTimeout(timer);
    if (isListening) Deno.removeSignalListener("SIGINT", listener);
    isListening = false;
  };
  const listener = () => {
    if (isPressed) return;
    isPressed = true;
    Deno.unrefTimer(timer = setTimeout(release, PRESS_MILLISECONDS));
    controller.abort(onInterrupt());
  };
  Deno.addSignalListener("SIGINT", listener);
  return { signal: controller.signal, release };
}
