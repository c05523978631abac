import assert from "node:assert/strict";
import { StepGuard } from "./step_guard.ts";

Deno.test("StepGuard refuses a second one while the first runs, and not afterwards", async () => {
  const guard = new StepGuard();
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = guard.alone("make a step", () => promise);
  await assert.rejects(guard.alone("restore a training", () => Promise.resolve()), {
    message:
      "Cannot restore a training as no step may be running: one is, await it first",
  });
  assert.throws(
    () => guard.requireWhole("take the state"),
    /Cannot take the state as no/,
  );
  assert.equal(guard.isWhole, false);
  resolve();
  await first;
  assert.equal(await guard.alone("make a step", () => Promise.resolve(7)), 7);
  assert.equal(guard.isWhole, true);
  guard.requireWhole("take the state");
});

Deno.test("StepGuard remembers a change that failed until another one succeeds", async () => {
  const guard = new StepGuard();
  const fail = () => guard.change("step 3", () => Promise.reject(new Error("mine")));
  await assert.rejects(guard.alone("make a step", fail), /mine/);
  guard.requireIdle("restore a training");
  assert.equal(guard.isWhole, false);
  assert.throws(
    () => guard.requireWhole("take the state"),
    /must stand between two steps: step 3 failed midway; continue from an earlier state/,
  );
  await guard.change("a state", () => Promise.resolve());
  assert.equal(guard.isWhole, true);
  guard.requireWhole("take the state");
});
