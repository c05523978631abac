/**
 * The training that a chapter makes once and finds again whenever it is opened.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { FolderInUseError } from "../artefacts/folder_lock.ts";
import { statIfThere } from "../data/stat_if_there.ts";
import { resumeRun } from "../run/resume_run.ts";
import type { RunPlan } from "../run/run_plan.ts";
import { startRun } from "../run/start_run.ts";
import type { TrainingRun } from "../run/training_run.ts";
import { overrideRecipe, type Recipe } from "../train/recipe.ts";

/** Where such runs lie: `data/networks/`, not in git. */
const keptRunsPath = fromFileUrl(new URL("../../data/networks", import.meta.url));

/** Which training, and where it is kept. */
export interface KeptRunOptions {
  /** With its last step. */
  recipe: Recipe;
  /** Decides weights, latents and the order of the images. */
  seed: number;
  /** Another folder for such runs. */
  root?: string;
  /** Gets a line about each folder that will not do, and why. */
  log?: (line: string) => void;
}

/** What this process has opened, by folder, so that a cell run again frees its networks. */
const opened = new Map<string, TrainingRun>();

/**
 * The run of that name where it stopped, or at its end, or a new one at its beginning.
 *
 * So a chapter trains once. Stop, a dead kernel and a night cost nothing that was learned,
 * and a chapter that is run again finds its networks. A run will do if it has the same
 * recipe and seed, whatever it logs. Its length may differ: it goes on to the recipe's last
 * step, and a longer one stays as it is. Where a run will not do, it is left alone, and the
 * folder `name-2` is looked at, and so on.
 *
 * @example
 * ```ts ignore
 * import { bookRecipes } from "../train/book_recipes.ts";
 * import { keptRun } from "./kept_run.ts";
 *
 * const run = await keptRun("faces", { recipe: bookRecipes().faces, seed: 1 });
 * for await (const { step, lossG } of run.steps()) console.log(step, lossG);
 * ```
 *
 * @param name The folder's.
 * @param options Which training.
 * @returns The run, which nothing holds a lock on until it trains. The next call for the
 *   same folder closes it, or its caller does.
 * @throws {RangeError} If the recipe says no number of steps, or its images cannot be used.
 */
export async function keptRun(
  name: string,
  { recipe, seed, root = keptRunsPath, log = console.log }: KeptRunOptions,
): Promise<TrainingRun> {
  if (recipe.steps === null) {
    throw new RangeError(
      `Cannot keep a run as its recipe must end after a number of steps: it ends after ` +
        `${recipe.epochs} epochs`,
    );
  }
  for (let number = 1;; number++) {
    const folder = join(root, number === 1 ? name : `${name}-${number}`);
    await opened.get(folder)?.close();
    opened.delete(folder);
    const run = await statIfThere(folder)
      ? await goOn(folder, { recipe, seed, log })
      : await begin(folder, { recipe, seed });
    if (run === null) continue;
    opened.set(folder, run);
    return run;
  }
}

async function begin(
  folder: string,
  { recipe, seed }: Pick<KeptRunOptions, "recipe" | "seed">,
): Promise<TrainingRun> {
  const run = await startRun({ recipe, seed, output: folder, log: () => {} });
  await leaveUnlocked(run);
  return run;
}

/** The run in the folder, if it is this one; else one line says why not. */
async function goOn(
  folder: string,
  { recipe, seed, log }: Required<Pick<KeptRunOptions, "recipe" | "seed" | "log">>,
): Promise<TrainingRun | null> {
  let run: TrainingRun;
  try {
    run = await resumeRun(folder, { log: () => {} });
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof FolderInUseError)) throw error;
    log(`Passed over a run. ${error.message}`);
    return null;
  }
  const { seed: itsSeed } = run.training.about as RunPlan;
  if (itsSeed !== seed || whatIsLearned(run.recipe) !== whatIsLearned(recipe)) {
    await run.close();
    log(`Passed over a run. That in '${folder}' has another recipe or seed`);
    return null;
  }
  const steps = Math.max(recipe.steps!, run.training.step);
  run.training.recipe = overrideRecipe(run.recipe, { steps });
  await leaveUnlocked(run);
  return run;
}

/** A run that makes no step leaves a checkpoint, and gives its folder's lock back. */
async function leaveUnlocked(run: TrainingRun): Promise<void> {
  for await (const _ of run.steps({ signal: AbortSignal.abort() }));
}

/** All of a recipe that its networks depend on, but for their age. */
function whatIsLearned(recipe: Recipe): string {
  const words = { name: "", title: "", source: "", notes: [] };
  return JSON.stringify({ ...recipe, ...words, steps: 0, epochs: 0, logging: null });
}
