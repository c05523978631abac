import assert from "node:assert/strict";
import { pause } from "./pause.ts";
import { StallWatch } from "./stall_watch.ts";

Deno.test("a StallWatch aborts after its patience, and says how long that was", async () => {
  const watch = new StallWatch(5);
  await new Promise((resolve) => watch.signal.addEventListener("abort", resolve));
  assert.ok(watch.stalled);
  assert.equal(watch.message, "sent nothing for 5 milliseconds");
});

Deno.test("a StallWatch that is reset in time does not abort", async () => {
  const watch = new StallWatch(2000);
  for (let i = 0; i < 5; i++) {
    await pause(1);
    watch.reset();
  }
  watch.stop();
  assert.ok(!watch.signal.aborted);
});

Deno.test("a StallWatch passes another signal on, which is no stall", () => {
  const stop = new AbortController();
  const watch = new StallWatch(2000, stop.signal);
  stop.abort();
  watch.stop();
  assert.ok(watch.signal.aborted && !watch.stalled);
});
