/**
 * A run in a notebook that is stopped, whose kernel then dies, and that goes on each time.
 */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { NaiveFrontEnd } from "./naive_front_end.ts";

/** What every kernel begins with; steps wait a little, so that they can be interrupted. */
const opening = `import { openNotebook } from "../lib/book/open_notebook.ts";
import { resume } from "../lib/book/resume.ts";
import { stopSignal } from "../lib/book/stop_signal.ts";
import { startRun } from "../lib/run/start_run.ts";
import type { TrainingRun } from "../lib/run/training_run.ts";
import { overrideRecipe } from "../lib/train/recipe.ts";
import { recipes } from "../lib/train/recipes.ts";
await openNotebook();
const tiny = { "data.set": "digits", size: 16, channels: 1, width: 2, latentSize: 3 };
const recipe = overrideRecipe(recipes.pytorchTutorial, { ...tiny, batchSize: 4, steps: 100 });
const log = () => {};
const options = { recipe, seed: 1, log, checkpointEvery: .1 };
async function train(run: TrainingRun) {
  for await (const { step } of run.steps({ signal: stopSignal() })) {
    console.log("made", step);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}`;

Deno.test("resume() goes on after Stop and after a dead kernel from the folder alone, with the bits of a run that nothing happened to", async () => {
  const folder = await Deno.makeTempDir();
  const [output, other] = ["run", "whole"].map((name) =>
    JSON.stringify(join(folder, name))
  );
  const made = await stopThenKill(output);
  await using second = await NaiveFrontEnd.start();
  const [, { text }] = await second.runAll([
    opening,
    `const last = await resume(${output}, { log });
console.log("goes on after", last.training.step);
for await (const _ of last.steps());
const whole = await startRun({ ...options, output: ${other} });
for await (const _ of whole.steps());
const losses = ({ records }: TrainingRun) => JSON.stringify(records.map(({ lossD, lossG }) => [lossD, lossG]));
console.log(last.records.length, losses(last) === losses(whole));
for (const run of [last, whole]) await run.close();`,
  ]);
  const [, from] = /goes on after (\d+)\n/.exec(text)!.map(Number);
  assert.ok(from >= made && from < 100, text);
  assert.match(text, /\n100 true\n$/);
  await Deno.remove(folder, { recursive: true });
});

/** Stops a run in a kernel, goes on in a later cell, and kills the kernel then. */
async function stopThenKill(output: string): Promise<number> {
  await using frontEnd = await NaiveFrontEnd.start();
  const stopped = frontEnd.runAll([
    opening,
    `const run = await startRun({ ...options, output: ${output} });
await train(run);
console.log("stopped after", run.training.step, "saved", run.savedStep);`,
  ]);
  await frontEnd.untilPrinted("made 3\n");
  frontEnd.stop();
  const [, { text, status }] = await stopped;
  assert.equal(status, "ok", text);
  const [, made, saved] = /stopped after (\d+) saved (\d+)/.exec(text)!.map(Number);
  assert.ok(made >= 3 && made < 100 && saved === made, text);
  // It never ends: the kernel dies first.
  frontEnd.runAll([
    `const again = await resume(${output}, { log });
console.log("goes on after", again.training.step);
await train(again);`,
  ]).catch((error) => assert.match(String(error), /kernel/i));
  await frontEnd.untilPrinted(`goes on after ${made}\nmade ${made + 1}\n`);
  await frontEnd.untilPrinted(`made ${made + 8}\n`);
  return made;
}
