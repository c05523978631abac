import assert from "node:assert/strict";
import { listenForStop, stopSignal } from "./stop_signal.ts";
import { testWith } from "../../test/test_with.ts";

Deno.test("stopSignal() is one signal until it is aborted", () => {
  assert.equal(stopSignal(), stopSignal());
  assert.equal(stopSignal().aborted, false);
});

testWith(
  { permissions: ["run"] },
  "listenForStop() aborts the signal handed out",
  async () => {
    // Another signal than Stop's own, which would end a test run that does not listen.
    const end = listenForStop("SIGUSR2");
    const signal = stopSignal();
    Deno.kill(Deno.pid, "SIGUSR2");
    for (let wait = 0; wait < 200 && !signal.aborted; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    end();
    assert.equal(signal.reason.name, "AbortError");
    assert.equal(stopSignal().aborted, false);
  },
);
