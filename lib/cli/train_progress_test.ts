import assert from "node:assert/strict";
import type { TrainingRun } from "../run/training_run.ts";
import type { StepRecord } from "../train/training_state.ts";
import { TrainProgress } from "./train_progress.ts";

const run = {
  lastStep: 5000,
  recipe: { batchSize: 16 },
  diagnoses: () => [{ condition: "discriminatorOverpowers" }],
} as unknown as TrainingRun;
const record = {
  step: 4000,
  lossD: 1.234,
  lossG: .517,
  imagesPerSecond: 32,
} as StepRecord;

Deno.test("on 80 columns the bar has time left, losses and what the doctor says", () => {
  let written = "";
  const progress = new TrainProgress(() => {}, {
    columns: () => 80,
    write: (text) => written += text,
  });
  progress.log("before");
  progress.update(record, run);
  progress.log("A line above.");
  progress.logRecord("step 4000, epoch 1: …");
  progress.end();
  assert.match(
    written,
    /Training +80 % .*loss D 1\.23, G 0\.52, D overpowers G/,
  );
  // A thousand steps of half a second: the first one has been made when the bar appears.
  assert.match(written, /Training +80 % 3\d images\/s, 8:\d\d left/);
  assert.match(written, /A line above\.\n/);
  assert.doesNotMatch(written, /before|epoch/);
  const widest = Math.max(...written.split(/[\r\n]/).map((line) => line.length));
  assert.ok(widest <= 80 + "\x1b[K".length, `${widest}`);
});

Deno.test("where there is no terminal, lines and records are plain and there is no bar", () => {
  for (const output of [undefined, { columns: () => null, write: assert.fail }]) {
    const lines: string[] = [];
    const progress = new TrainProgress((line) => lines.push(line), output);
    progress.log("one");
    progress.update(record, run);
    progress.logRecord("two");
    progress.end();
    assert.deepEqual(lines, ["one", "two"]);
  }
});

Deno.test("where there is no terminal, the seventh step says by the median of the last five when the training ends, if not soon", () => {
  const lines: string[] = [];
  const progress = new TrainProgress((line) => lines.push(line));
  for (const [i, imagesPerSecond] of [1, 5, 32, 2, 90, 40, 9, 32].entries()) {
    progress.update({ ...record, step: 3994 + i, imagesPerSecond }, run);
  }
  assert.deepEqual(lines, [
    "The first steps trained on 32 images a second; at that rate the last step, 5000, is made " +
    "in about 8 min 20 s.",
  ]);
  const short = new TrainProgress(() => assert.fail("it ends soon"));
  for (let step = 4964; step < 4972; step++) short.update({ ...record, step }, run);
});
