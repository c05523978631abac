/**
 * Runs that are left before their end, for the tests that resume them.
 *
 * @module
 */
import { join } from "@std/path";
import { loadNewestCheckpoint } from "../lib/artefacts/checkpoint_file.ts";
import { startRun } from "../lib/run/start_run.ts";
import type { TrainingRun } from "../lib/run/training_run.ts";
import type { Recipe } from "../lib/train/recipe.ts";
import { stateDigest } from "./state_digest.ts";

/** Makes a run's steps up to one, by default all, and closes it. */
export async function runTo(run: TrainingRun, last = Infinity): Promise<void> {
  for await (const { step } of run.steps()) if (step === last) break;
  await run.close();
}

/** Starts a run in a folder, with checkpoints as often as can be, and leaves it. */
export async function startAndLeave(
  output: string,
  recipe: Recipe,
  last?: number,
): Promise<void> {
  const options = { recipe, seed: 5, output, checkpointEvery: 1e-9 };
  await runTo(await startRun({ ...options, log: () => {} }), last);
}

/** The newest checkpoint's every bit but the speeds and where the images lay. */
export async function newestDigest(folder: string): Promise<string> {
  const { newest } = await loadNewestCheckpoint(join(folder, "checkpoints"));
  const data = { batchSize: null, identity: null };
  return stateDigest({ ...newest!.state, data, recipe: null, about: null });
}
