import assert from "node:assert/strict";
import { pause } from "./pause.ts";

Deno.test("pause() lets others go on meanwhile", async () => {
  const order: string[] = [];
  const waiting = pause(1).then(() => order.push("after"));
  order.push("before");
  await waiting;
  assert.deepEqual(order, ["before", "after"]);
});

Deno.test("pause() ends at its signal with its reason, aborted before or during", async () => {
  const stop = new AbortController();
  const waiting = pause(1e6, stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
  await assert.rejects(pause(1e6, stop.signal), /enough/);
});
