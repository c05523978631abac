import assert from "node:assert/strict";
import { abortOnInterrupt, PRESS_MILLISECONDS, PressCounter } from "./interrupt.ts";

Deno.test("signals within half a second of a press of Ctrl-C are no press of their own", () => {
  const counter = new PressCounter();
  // A held key repeats the signal too, every 30 ms: now and then that is another press.
  const times = [0, 20, 55, PRESS_MILLISECONDS - 1, PRESS_MILLISECONDS, 700, 2000];
  assert.deepEqual(
    times.filter((time) => counter.isPress(time)),
    [0, PRESS_MILLISECONDS, 2000],
  );
  assert.equal(counter.presses, 3);
});

Deno.test("abortOnInterrupt() aborts with the reason at the first Ctrl-C, and soon lets go of it", async () => {
  const { addSignalListener, removeSignalListener } = Deno;
  const listeners = new Set<() => void>();
  Deno.addSignalListener = (name, listener) => {
    assert.equal(name, "SIGINT");
    listeners.add(listener);
  };
  Deno.removeSignalListener = (_, listener) => {
    assert.ok(listeners.delete(listener), "it was removed before");
  };
  try {
    const { signal, release } = abortOnInterrupt(() => "told");
    assert.equal(signal.aborted, false);
    [...listeners][0]();
    assert.equal(signal.reason, "told");
    // The same press, passed on by `deno task`: it must not end the program.
    [...listeners][0]();
    while (listeners.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    release();
    abortOnInterrupt(() => {}).release();
    assert.equal(listeners.size, 0);
    const controller = new AbortController();
    const { release: releaseOther } = abortOnInterrupt(() => "told", { controller });
    [...listeners][0]();
    assert.equal(controller.signal.reason, "told", "a signal that was handed out before");
    releaseOther();
    assert.equal(listeners.size, 0);
  } finally {
    Object.assign(Deno, { addSignalListener, removeSignalListener });
  }
});
