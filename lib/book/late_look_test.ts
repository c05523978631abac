import assert from "node:assert/strict";
import type { StepRecord } from "../train/training_state.ts";
import { lateAccuracy, lateLook, lateLoss } from "./late_look.ts";

/** Records of steps with these losses of D; those of `health` were measured too. */
const trained = (losses: number[], health: Record<number, object> = {}) =>
  losses.map((lossD, i) => ({
    ...{ step: i + 1, lossD, lossDReal: lossD / 2, lossDFake: lossD / 2, lossG: 1 },
    ...(i in health ? { health: health[i] } : {}),
  })) as StepRecord[];

Deno.test("lateLoss() is the mean over the last hundred steps only, by hand", () => {
  const losses = [...Array(50).fill(9), ...Array(50).fill(1), ...Array(50).fill(2)];
  assert.equal(lateLoss(trained(losses)), 1.5);
  assert.equal(lateLoss(trained([1, 2])), 1.5);
});

Deno.test("lateAccuracy() is the mean over the last looks, whatever lies between, by hand", () => {
  const health = {
    0: { accuracyReal: 0, accuracyFake: 0 },
    2: { accuracyReal: 1, accuracyFake: .5 },
    3: { accuracyReal: .5, accuracyFake: 1 },
  };
  assert.equal(lateAccuracy(trained([1, 1, 1, 1, 1], health), 2), .75);
  assert.equal(lateAccuracy(trained([1, 1, 1, 1, 1], health), 9), .5);
});

Deno.test("lateLook() counts groups over the last hundred steps, and takes dead units from the last look", () => {
  const health = {
    0: { clusters: 1, deadShareG: .75 },
    120: { clusters: 8, deadShareG: .5 },
    140: { clusters: 32, deadShareG: .25 },
  };
  const { diagnosis, ...numbers } = lateLook(trained(Array(150).fill(1.25), health));
  assert.deepEqual(numbers, { lossD: 1.25, fewest: 8, most: 32, deadShareG: .25 });
  assert.ok(diagnosis.length > 0);
});

Deno.test("lateLook() refuses records of which only losses are known", () => {
  const early = { 0: { clusters: 1, deadShareG: 0 } };
  assert.throws(() => lateLook(trained(Array(150).fill(1), early)), {
    name: "RangeError",
    message: "Cannot look at the end of a training as one of its last 100 records must " +
      "have a 'health': there is none",
  });
});
