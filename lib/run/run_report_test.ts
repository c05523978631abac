import assert from "node:assert/strict";
import { join } from "@std/path";
import { testWith } from "../../test/test_with.ts";
import type { Recipe } from "../train/recipe.ts";
import { recipes } from "../train/recipes.ts";
import { TrainingFailedError } from "../train/training_failed.ts";
import type { StepRecord } from "../train/training_state.ts";
import { RunReport } from "./run_report.ts";

const { d2l, gansInAction } = recipes;
const everyEpoch = { ...d2l, logging: { ...d2l.logging, every: 1 } };

function record(step: number, lossD: number): StepRecord {
  return {
    ...{ step, epoch: Math.ceil(step / 4), lossD, lossG: 2 },
    ...{ lossDReal: lossD / 2, lossDFake: lossD / 2, imagesPerSecond: 100 },
    ...{ scoreReal: .6, scoreFakeBefore: .4, scoreFakeAfter: .4 },
  };
}

/** A report and the lines that it tells: what happens, and what the recipe logs. */
function open(
  records: StepRecord[] = [],
  path = "nowhere/log.txt",
  recipe: Recipe = everyEpoch,
) {
  const happened: string[] = [], logged: string[] = [];
  const report = new RunReport(path, {
    ...{ recipe, records, stepsPerEpoch: 4 },
    log: (line) => happened.push(line),
    logRecord: (line) => logged.push(line),
  });
  return { report, happened, logged };
}

Deno.test("a resumed run's line has the mean of the whole epoch, also of the steps before", () => {
  const losses = [1, 2, 3, 6].map((loss, i) => record(i + 1, loss));
  const { report, happened, logged } = open(losses.slice(0, 2));
  for (const one of losses.slice(2)) report.add(one);
  assert.equal(logged.length, 1);
  assert.match(logged[0], /^step 4, epoch 1: loss D 3\.000, loss G 2\.000/);
  assert.deepEqual(happened, []);
});

Deno.test("a report ends with the last step's line, once, and says nothing of steps made before", () => {
  const losses = [1, 2, 3, 6, 5].map((loss, i) => record(i + 1, loss));
  const resumed = open(losses.slice(0, 2));
  resumed.report.addEnd();
  assert.deepEqual(resumed.logged, []);
  for (const one of losses.slice(2, 4)) resumed.report.add(one);
  resumed.report.addEnd();
  assert.equal(resumed.logged.length, 1);
  resumed.report.add(losses[4]);
  resumed.report.addEnd();
  assert.match(resumed.logged[1], /^step 5, epoch 2: loss D 5\.000/);
  resumed.report.addEnd();
  assert.equal(resumed.logged.length, 2);
});

Deno.test("a report compares D's scores of fake images only where they are of the same ones", () => {
  const higher = Array.from({ length: 300 }, (_, i) => ({
    ...record(i + 1, 1.2),
    scoreFakeAfter: .6,
  }));
  const conditions = (recipe: Recipe) =>
    open(higher, undefined, recipe).report.diagnoses().map(({ condition }) => condition);
  assert.deepEqual(conditions(everyEpoch), ["batchNormMisused"]);
  assert.deepEqual(conditions(gansInAction), ["lossesHealthy"]);
});

Deno.test("a report tells what the doctor sees, but not again what was told before", () => {
  const lost = Array.from({ length: 300 }, (_, i) => ({
    ...record(i + 1, .002),
    ...{ lossG: 9, scoreReal: .999, scoreFakeBefore: .001, scoreFakeAfter: .001 },
  }));
  const whole = open();
  for (const one of lost) whole.report.add(one);
  assert.equal(whole.happened.length, 1, `${whole.happened}`);
  assert.match(whole.happened[0], /^Doctor: The discriminator overpowers/);
  const parts = open(lost.slice(0, -1));
  parts.report.add(lost.at(-1)!);
  assert.deepEqual(parts.happened, []);
  assert.deepEqual(parts.report.diagnoses(), whole.report.diagnoses());
});

Deno.test("a report sees the step in which a training failed", () => {
  const { report } = open([record(1, 1)]);
  const { step, epoch: _, imagesPerSecond: __, ...result } = record(2, NaN);
  report.addFailure(new TrainingFailedError(step, result, "no cause"));
  const [{ condition, severity }] = report.allDiagnoses();
  assert.deepEqual([condition, severity], ["diverging", "serious"]);
});

testWith(
  { permissions: ["read", "write"] },
  "a report's file has both kinds of lines, in their order",
  async () => {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "log.txt");
    const { report, logged } = open([1, 2, 3].map((step) => record(step, 1)), path);
    report.say("Before.");
    report.add(record(4, 1));
    report.say("After.");
    await report.flush();
    assert.equal(await Deno.readTextFile(path), `Before.\n${logged[0]}\nAfter.\n`);
    await Deno.remove(folder, { recursive: true });
  },
);
