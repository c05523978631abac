import assert from "node:assert/strict";
import { recipes } from "../train/recipes.ts";
import type { StepRecord } from "../train/training_state.ts";
import { RecordLines } from "./record_lines.ts";

function record(step: number, changes: Partial<StepRecord> = {}): StepRecord {
  return {
    step,
    epoch: Math.ceil(step / 10),
    lossD: 1.25,
    lossDReal: .5,
    lossDFake: .75,
    lossG: 2,
    scoreReal: .625,
    scoreFakeBefore: .375,
    scoreFakeAfter: .25,
    imagesPerSecond: 100.4,
    ...changes,
  };
}

/** The lines of some steps, and at which step each was due. */
function lines(lines: RecordLines, records: StepRecord[]): string[] {
  return records.map((one) => lines.add(one, 10)).filter((line) => line !== null);
}

const steps = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

Deno.test("the tutorial's line comes every 50 steps, with D(G(z)) before and after D's update", () => {
  const printed = lines(
    new RecordLines(recipes.pytorchTutorial.logging),
    steps(100).map((step) => record(step)),
  );
  assert.deepEqual(printed, [
    "step 50, epoch 5: loss D 1.250, loss G 2.000, D(x) 0.625, D(G(z)) 0.375 / 0.250, 100 images/s",
    "step 100, epoch 10: loss D 1.250, loss G 2.000, D(x) 0.625, D(G(z)) 0.375 / 0.250, 100 images/s",
  ]);
});

Deno.test("the newest line is that of the last step, or the means of the epoch so far", () => {
  const [tutorial, d2l] = [recipes.pytorchTutorial, recipes.d2l]
    .map(({ logging }) => new RecordLines(logging));
  assert.equal(tutorial.newest(), null);
  const few = [11, 12, 13].map((step) => record(step, { lossD: step }));
  assert.deepEqual([lines(tutorial, few), lines(d2l, few)], [[], []]);
  assert.match(tutorial.newest()!, /^step 13, epoch 2: loss D 13\.000, /);
  assert.match(d2l.newest()!, /^step 13, epoch 2: loss D 12\.000, /);
});

Deno.test("the line of Hands-On GANs has three losses, every 100 steps", () => {
  const printed = lines(
    new RecordLines(recipes.handsOnMnist.logging),
    steps(100).map((step) => record(step)),
  );
  assert.deepEqual(printed, [
    "step 100, epoch 10: loss D on real 0.500, loss D on fake 0.750, loss G 2.000, 100 images/s",
  ]);
});

Deno.test("the line of Dive into Deep Learning has the means of an epoch", () => {
  const printed = lines(
    new RecordLines(recipes.d2l.logging),
    steps(20).map((step) => record(step, { lossD: step })),
  );
  assert.deepEqual(printed, [
    "step 10, epoch 1: loss D 5.500, loss G 2.000, 100 images/s",
    "step 20, epoch 2: loss D 15.500, loss G 2.000, 100 images/s",
  ]);
});

Deno.test("the line of GANs in Action has the accuracy of that step, or the last one measured and its step", () => {
  const health = { accuracyReal: .5, accuracyFake: 1 } as StepRecord["health"];
  const logging = { ...recipes.gansInAction.logging, every: 3 };
  const printed = lines(
    new RecordLines(logging),
    steps(6).map((step) => record(step, step === 3 || step === 4 ? { health } : {})),
  );
  assert.deepEqual(printed, [
    "step 3, epoch 1: loss D 1.250, accuracy of D 75 %, loss G 2.000, 100 images/s",
    "step 6, epoch 1: loss D 1.250, accuracy of D 75 % (step 4), loss G 2.000, 100 images/s",
  ]);
});
