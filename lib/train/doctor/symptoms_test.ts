import assert from "node:assert/strict";
import type { Health } from "../health.ts";
import { Symptoms } from "./symptoms.ts";

const LOSSES = { lossDReal: .5, lossDFake: .7, lossG: 2 };
const SCORES = { scoreReal: .8, scoreFakeBefore: .5, scoreFakeAfter: .4 };

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, not ${expected}`);

Deno.test("symptoms are the recent means of losses, scores and of what an update does", () => {
  const symptoms = new Symptoms();
  for (let step = 1; step <= 3; step++) symptoms.add({ step, ...LOSSES, ...SCORES });
  near(symptoms.lossD, 1.2);
  near(symptoms.lossG, 2);
  near(symptoms.scoreReal, .8);
  near(symptoms.scoreFake, .5);
  near(symptoms.push, .1);
  assert.deepEqual([symptoms.step, symptoms.count], [3, 3]);
});

Deno.test("records without scores leave the scores unknown", () => {
  const symptoms = new Symptoms();
  symptoms.add({ step: 1, ...LOSSES });
  for (const name of ["scoreReal", "scoreFake", "push"] as const) {
    assert.ok(Number.isNaN(symptoms[name]));
  }
});

Deno.test("scores of other images than D learned from say nothing of its updates", () => {
  const scores = { scoreReal: .8, scoreFakeBefore: .3, scoreFakeAfter: .6 };
  for (const fakeBatch of ["reused", "computedAgain", "drawnAgain"] as const) {
    const symptoms = new Symptoms({ fakeBatch });
    symptoms.add({ step: 1, ...LOSSES, ...scores });
    near(symptoms.scoreFake, .3);
    if (fakeBatch === "drawnAgain") assert.ok(Number.isNaN(symptoms.push));
    else near(symptoms.push, -.3);
  }
});

Deno.test("a record after a gap stands for its steps, the first one for itself", () => {
  const symptoms = new Symptoms();
  symptoms.add({ step: 1000, ...LOSSES });
  assert.deepEqual([symptoms.from, symptoms.count], [1000, 1]);
  symptoms.add({ step: 2000, ...LOSSES, lossG: 4 });
  assert.deepEqual([symptoms.from, symptoms.count], [1001, 1001]);
  assert.ok(symptoms.lossG > 3.99);
});

Deno.test("steps that do not rise are refused", () => {
  const symptoms = new Symptoms();
  symptoms.add({ step: 5, ...LOSSES });
  assert.throws(() => symptoms.add({ step: 5, ...LOSSES }), {
    name: "RangeError",
    message:
      "Cannot diagnose the records as their steps must rise: step 5 follows step 5",
  });
});

Deno.test("a loss that is no finite number is named and leaves the means alone", () => {
  const symptoms = new Symptoms();
  symptoms.add({ step: 1, ...LOSSES });
  assert.equal(symptoms.brokenLoss, null);
  symptoms.add({ step: 2, ...LOSSES, lossG: NaN });
  assert.equal(symptoms.brokenLoss, "lossG is NaN");
  // A file of JSON lines holds null where the number was NaN.
  symptoms.add({ ...LOSSES, ...JSON.parse('{"step": 3, "lossDReal": null}') });
  assert.equal(symptoms.brokenLoss, "lossDReal is no finite number");
  near(symptoms.lossG, 2);
});

Deno.test("running statistics are still as long as their norm has the same bits", () => {
  const symptoms = new Symptoms();
  const norms: [number | null, number | null][] = [
    [1, null],
    [1, null],
    [1 + 1e-7, null],
    [1 + 1e-7, Infinity],
    [Infinity, Infinity],
  ];
  const still = norms.map(([runningNormG, runningNormD], i) => {
    const health = { runningNormG, runningNormD } as Health;
    symptoms.add({ step: 20 * (i + 1), ...LOSSES, health });
    return [symptoms.stillFor("G"), symptoms.stillFor("D")];
  });
  assert.deepEqual(still, [[0, 0], [20, 0], [0, 0], [20, 0], [0, 0]]);
});

Deno.test("the spread is compared with its largest value so far; 5 % more or NaN is no growth", () => {
  const symptoms = new Symptoms();
  const seen = [.1, .2, .208, .3, NaN, .15].map((spread, i) => {
    const health = { spread, realSpread: .5 } as Health;
    symptoms.add({ step: 10 * (i + 1), ...LOSSES, health });
    return [symptoms.spread.share, symptoms.spread.heldFor];
  });
  const expected = [[1, 0], [1, 0], [1.04, 10], [1, 0], [NaN, 10], [.5, 20]];
  seen.forEach(([share, heldFor], i) => {
    if (Number.isNaN(expected[i][0])) assert.ok(Number.isNaN(share));
    else near(share, expected[i][0]);
    assert.equal(heldFor, expected[i][1]);
  });
});
