import { join } from "@std/path";
import { writeDurably } from "../artefacts/write_durably.ts";
import type { Diagnosis } from "../train/doctor/diagnosis.ts";
import { undecidedLoss } from "../train/losses.ts";
import type { Recipe } from "../train/recipe.ts";
import type { StepRecord } from "../train/training_state.ts";
import { dataInTurn } from "./earlier_data.ts";
import { dataFacts, machineFacts, recipeFacts, versionFacts } from "./run_facts.ts";
import { runPageHtml } from "./run_page.ts";
import type { RunPlan } from "./run_plan.ts";
import { ANIMATION, COMPARISON, type RunSamples } from "./run_samples.ts";
import type { TrainingData } from "./training_data.ts";

/** The run as it stands. */
export interface PageOfRun {
  folder: string;
  /** "running", "complete", "stopped, to be resumed", … */
  state: string;
  recipe: Recipe;
  records: readonly StepRecord[];
  /** The step with which it is complete. */
  lastStep: number;
  /** Those that are over first. */
  diagnoses: readonly Diagnosis[];
  samples: RunSamples;
  data: TrainingData;
  plan: RunPlan;
  threads: number | undefined;
}

/** The files that a run may have, and what they are. */
const FILES: Record<string, string> = {
  "records.jsonl": "one line of JSON a step: losses, scores, speed, health",
  "networks.safetensors": "both networks, to generate with or to export for PyTorch",
  checkpoints: "from which deno task train --resume goes on, bit for bit",
  "log.txt": "what the run said",
};

/**
 * Writes a run's page as `index.html` of its folder, whole or not at all.
 *
 * @param run The run as it stands.
 */
export async function writeRunPage(
  { folder, state, recipe, records, lastStep, diagnoses, samples, data, plan, threads }:
    PageOfRun,
): Promise<void> {
  const step = records.length;
  const set = dataInTurn(plan.earlierData ?? [], "set", recipe.data.set);
  const present = new Set([...Deno.readDirSync(folder)].map(({ name }) => name));
  const html = runPageHtml({
    title: `${recipe.title}, trained on ${set}`,
    status: `${step.toLocaleString("en")} of ${lastStep.toLocaleString("en")} steps, ` +
      (state === "running" ? "running when this page was written" : state),
    records,
    undecided: undecidedLoss(recipe.loss),
    diagnoses,
    grids: await samples.list(step),
    comparison: present.has(COMPARISON) ? COMPARISON : undefined,
    animation: present.has(ANIMATION) ? ANIMATION : undefined,
    facts: [
      recipeFacts({ ...recipe, data: { ...recipe.data, set } }),
      dataFacts(recipe.data.set, data, plan),
      machineFacts(),
      versionFacts(threads),
    ],
    files: Object.entries(FILES).filter(([file]) => present.has(file))
      .map(([file, what]) => ({ file, what })),
  });
  await writeDurably(join(folder, "index.html"), [new TextEncoder().encode(html)]);
}
