import assert from "node:assert/strict";
import { serveSteps } from "./child.ts";

/** Training that takes a second a step and fails at the step named. */
function fakeSteps(failAt = Infinity) {
  const state = { done: 0, ended: false };
  const start = () =>
    Promise.resolve({
      firstStepSeconds: 3,
      parameters: 7,
      measure(seconds: number) {
        if (++state.done === failAt) return Promise.reject(new RangeError("no memory"));
        return Promise.resolve({ steps: seconds, seconds });
      },
      end() {
        state.ended = true;
        return Promise.resolve();
      },
    });
  return { start, state };
}

async function* commands(...seconds: number[]) {
  for (const value of seconds) yield await Promise.resolve({ seconds: value });
}

Deno.test("serveSteps() answers the start and each command, then ends the training", async () => {
  const { start, state } = fakeSteps();
  assert.deepEqual(await Array.fromAsync(serveSteps(start, commands(1, 2))), [
    { firstStepSeconds: 3, parameters: 7 },
    { steps: 1, seconds: 1 },
    { steps: 2, seconds: 2 },
  ]);
  assert.ok(state.ended);
});

Deno.test("serveSteps() tells an error, at the start or later, and stops", async () => {
  const { start } = fakeSteps(2);
  assert.deepEqual(await Array.fromAsync(serveSteps(start, commands(1, 2, 3))), [
    { firstStepSeconds: 3, parameters: 7 },
    { steps: 1, seconds: 1 },
    { error: "no memory" },
  ]);
  const failing = () => Promise.reject(new Error("no threads"));
  assert.deepEqual(await Array.fromAsync(serveSteps(failing, commands(1))), [
    { error: "no threads" },
  ]);
});
