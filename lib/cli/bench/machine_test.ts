import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { testWith } from "../../../test/test_with.ts";
import { LOADS, Machine, startLoad, together } from "./machine.ts";

Deno.test("startLoad() works for the time asked, at least once, and leaves no tensor", async () => {
  await (await startLoad("products")).end(); // Starts the backend.
  const before = tf.memory().numTensors;
  for (const load of LOADS) {
    const steps = await startLoad(load);
    assert.ok(steps.firstStepSeconds > 0);
    assert.equal((await steps.measure(0)).steps, 1);
    const { steps: count, seconds } = await steps.measure(0.02);
    assert.ok(count >= 1 && seconds >= 0.02);
    await steps.end();
    assert.equal(tf.memory().numTensors, before);
  }
});

testWith(
  { permissions: ["run", "read", "env"] },
  "A machine multiplies and copies in one process and in two",
  async () => {
    const machine = await Machine.start(2);
    try {
      for (const load of LOADS) {
        for (const threads of [1, 2]) {
          assert.ok(await machine.atOnce(load, threads).measure(0) > 0);
        }
      }
    } finally {
      await machine.end();
    }
  },
);

Deno.test("together() lets all work at once and adds up their rates", async () => {
  let working = 0, most = 0;
  const participant = (rate: number) => ({
    async measure(seconds: number) {
      most = Math.max(most, ++working);
      await new Promise((resolve) => setTimeout(resolve, 1));
      working--;
      return rate * seconds;
    },
  });
  assert.equal(await together([participant(3), participant(4)]).measure(10), 70);
  assert.equal(most, 2);
});
