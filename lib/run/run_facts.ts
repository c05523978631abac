/**
 * With what a run was made, for its page.
 *
 * @module
 */
import { cpus, release } from "node:os";
import * as tf from "@tensorflow/tfjs";
import { namedSet } from "../data/catalogue.ts";
import { formatBytes } from "../data/download/format_bytes.ts";
import type { Recipe } from "../train/recipe.ts";
import { fieldsOf } from "../train/recipe_fields.ts";
import { dataInTurn } from "./earlier_data.ts";
import type { RunPage } from "./run_page.ts";
import type { RunPlan } from "./run_plan.ts";
import type { TrainingData } from "./training_data.ts";

type Facts = RunPage["facts"][number];

/**
 * The recipe's fields, where it comes from, and where it contradicts itself.
 *
 * @param recipe As it was trained with, changes included.
 */
export function recipeFacts(recipe: Recipe): Facts {
  const fields = fieldsOf(recipe).map((field): [string, string] => [
    field,
    inWords(
      field.split(".").reduce<unknown>(
        (value, name) => (value as Record<string, unknown> | null)?.[name],
        recipe,
      ),
    ),
  ]);
  return {
    heading: "Recipe",
    rows: [
      ["name", `${recipe.title} (${recipe.name})`],
      ["source", recipe.source],
      ...fields.filter(([, value]) => value !== "null"),
      ...recipe.notes.map((note): [string, string] => ["note", note]),
    ],
  };
}

/**
 * The images and how they are given out.
 *
 * @param set By which name or path they were asked for.
 * @param data The images.
 * @param plan The run's.
 */
export function dataFacts(
  set: string,
  { origin, count, remarks, damaged }: Pick<
    TrainingData,
    "origin" | "count" | "remarks" | "damaged"
  >,
  { seed, horizontalFlips, earlierData = [] }: Pick<
    RunPlan,
    "seed" | "horizontalFlips" | "earlierData"
  >,
): Facts {
  const licence = namedSet(set)?.set.licence;
  const lost = damaged.length;
  // A training that was resumed meets them again one by one.
  const unusable = lost === 0
    ? ""
    : `, of which at least ${lost} ${lost === 1 ? "is" : "are"} damaged and left out`;
  return {
    heading: "Data and seed",
    rows: [
      ["set", dataInTurn(earlierData, "set", set)],
      ["origin", dataInTurn(earlierData, "origin", origin)],
      ...(licence ? [["licence", licence] as [string, string]] : []),
      ["images", count.toLocaleString("en") + unusable],
      ["mirrored at random", horizontalFlips ? "yes" : "no"],
      ...remarks.map((remark): [string, string] => ["remark", remark]),
      ["seed", `${seed}`],
    ],
  };
}

/** The computer on which this program runs. */
export function machineFacts(): Facts {
  const [processor] = cpus();
  return {
    heading: "Machine",
    rows: [
      ["processor", processor?.model.trim() || "unknown"],
      ["cores", `${navigator.hardwareConcurrency}`],
      ["memory", formatBytes(Deno.systemMemoryInfo().total)],
      ["system", `${Deno.build.target}, ${release()}`],
    ],
  };
}

/**
 * The programs that compute.
 *
 * @param threads How many threads the backend computes on, if that is known.
 */
export function versionFacts(threads?: number): Facts {
  const on = threads === undefined
    ? ""
    : `, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  return {
    heading: "Versions",
    rows: [
      ["Deno", Deno.version.deno],
      ["V8", Deno.version.v8],
      ["V8's flags", Deno.env.get("DENO_V8_FLAGS")?.replaceAll(",", " ") || "none"],
      ["TensorFlow.js", tf.version_core],
      ["backend", `${tf.getBackend()}${on}`],
    ],
  };
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
