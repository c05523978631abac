/**
 * Jupyter's Stop button as an `AbortSignal`.
 *
 * Stop sends SIGINT, which would end the kernel and with it all that a notebook has
 * computed. {@linkcode listenForStop} catches it instead.
 *
 * Source: https://github.com/denoland/deno/issues/24491
 *
 * @module
 */

let controller = new AbortController();
let handedOut = false;

/**
 * The signal that Stop aborts.
 *
 * Ask anew for each training: once aborted, a signal stays so, and the next call gives a
 * fresh one. Code that takes the signal must yield a macrotask now and then, or Stop is
 * not heard.
 *
 * @returns The signal. Outside a kernel it is never aborted.
 */
export function stopSignal(): AbortSignal {
  if (controller.signal.aborted) controller = new AbortController();
  handedOut = true;
  return controller.signal;
}

/**
 * Takes Stop as a request to abort the signal that was handed out last.
 *
 * @param name The operating system's signal.
 * @returns Ends it; Stop then ends the process again.
 */
export function listenForStop(name: Deno.Signal = "SIGINT"): () => void {
  Deno.addSignalListener(name, stop);
  return () => Deno.removeSignalListener(name, stop);
}

function stop(): void {
  if (!handedOut || controller.signal.aborted) {
    console.error(
      "Stop: nothing here listens to it. To end the cell, restart the kernel.",
    );
    return;
  }
  handedOut = false;
  controller.abort(new DOMException("Stop was pressed", "AbortError"));
}
