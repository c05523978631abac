import assert from "node:assert/strict";
import { abortOnInterrupt } from "./interrupt.ts";

Deno.test("abortOnInterrupt() aborts with the reason at the first Ctrl-C, and then lets go of it", () => {
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
    assert.equal(listeners.size, 0);
    release();
    abortOnInterrupt(() => {}).release();
    assert.equal(listeners.size, 0);
    const controller = new AbortController();
    abortOnInterrupt(() => "told", { controller });
    [...listeners][0]();
    assert.equal(controller.signal.reason, "told", "a signal that was handed out before");
  } finally {
    Object.assign(Deno, { addSignalListener, removeSignalListener });
  }
});
