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
  let isListening = true;
  const release = () => {
    if (isListening) Deno.removeSignalListener("SIGINT", listener);
    isListening = false;
  };
  const listener = () => {
    release();
    controller.abort(onInterrupt());
  };
  Deno.addSignalListener("SIGINT", listener);
  return { signal: controller.signal, release };
}
