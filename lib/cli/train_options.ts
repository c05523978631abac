import type { BackendName } from "../backend/decide_backend.ts";
import { namedSet } from "../data/catalogue.ts";
import { hintAtNearest } from "../data/nearest_name.ts";
import { bookRecipes } from "../train/book_recipes.ts";
import { overrideRecipe, type Recipe } from "../train/recipe.ts";
import { RECIPE_FIELDS } from "../train/recipe_fields.ts";
import { recipes } from "../train/recipes.ts";
import { oneOf, parseCommandLine, positiveNumber, wholeNumber } from "./command_line.ts";
import { threadCount } from "./thread_count.ts";
import { rethrowAsUsage, UsageError } from "./usage_error.ts";

/** How and where `deno task train` computes, whatever it trains. */
interface Computing {
  /** Undefined for the fastest, or for the one that the resumed run had. */
  backend?: "auto" | BackendName;
  threads?: number;
  /** Bytes for decoded pictures. */
  memory?: number;
  /** The file that keeps decoded pictures. */
  cache?: string;
  /** Seconds between two checkpoints; undefined for 60, or as the resumed run had it. */
  checkpointEvery?: number;
}

/** A new run. */
export interface StartCommand extends Computing {
  action: "start";
  /** With every change made and checked. */
  recipe: Recipe;
  seed: number;
  /** The folder for the results; undefined for a new one under `runs`. */
  output?: string;
  horizontalFlips: boolean;
}

/** A run to go on with. */
export interface ResumeCommand extends Computing {
  action: "resume";
  folder: string;
  /** Where its images lie now, and where it ends, if other than then. */
  set?: string;
  steps?: number;
  epochs?: number;
  /** Whether these may be other images than then. */
  allowOtherData: boolean;
}

/** What `deno task train` was asked to do, with every default filled in. */
export type TrainCommand = StartCommand | ResumeCommand;

const BACKENDS = ["auto", "webgpu", "wasm-simd", "cpu"] as const;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const OPTIONS = {
  recipe: text,
  data: text,
  set: { type: "string", multiple: true },
  size: text,
  width: text,
  channels: text,
  "latent-size": text,
  steps: text,
  epochs: text,
  batch: text,
  "learning-rate": text,
  flip: flag,
  seed: text,
  output: text,
  resume: text,
  "other-data": flag,
  memory: text,
  cache: text,
  "checkpoint-every": text,
  backend: text,
  threads: text,
  // For run_fast.ts, which starts this program with the flags or without.
  safe: flag,
  help: flag,
} as const;

/** What may be said of a run that is resumed: all else is what it was. */
const CHANGEABLE = [
  "data",
  "other-data",
  "steps",
  "epochs",
  "memory",
  "cache",
  "checkpoint-every",
  "backend",
  "threads",
  "safe",
];

type Values = ReturnType<typeof parseCommandLine<{ options: typeof OPTIONS }>>["values"];

/**
 * Understands the arguments of `deno task train`.
 *
 * @param args Without the program's name.
 * @returns The command, or null if help was asked for.
 * @throws {UsageError} In one line: which option, what it must be, what it is.
 */
export function parseTrainOptions(args: string[]): TrainCommand | null {
  const { values } = parseCommandLine({ args, options: OPTIONS });
  if (values.help) return null;
  if (values.steps !== undefined && values.epochs !== undefined) {
    throw new UsageError("--steps and --epochs exclude one another: give one");
  }
  if (values.data === "") {
    throw new UsageError("--data must name a set or a folder: it is empty");
  }
  if (values.cache === "") throw new UsageError("--cache must name a file: it is empty");
  const computing: Computing = {
    backend: values.backend === undefined
      ? undefined
      : oneOf("backend", values.backend, BACKENDS),
    threads: values.threads === undefined ? undefined : threadCount(values.threads),
    memory: values.memory === undefined
      ? undefined
      : positiveNumber("memory", values.memory) * 1e6,
    cache: values.cache,
    checkpointEvery: values["checkpoint-every"] === undefined
      ? undefined
      : positiveNumber("checkpoint-every", values["checkpoint-every"]),
  };
  if (values.resume !== undefined) return resumeCommand(values, values.resume, computing);
  if (values["other-data"]) {
    throw new UsageError("--other-data needs --resume: a new run takes any data");
  }
  return {
    action: "start",
    ...computing,
    recipe: chooseRecipe(values),
    seed: whole(values, "seed", 0) ?? 1,
    output: values.output,
    horizontalFlips: values.flip ?? false,
    checkpointEvery: computing.checkpointEvery ?? 60,
  };
}

function resumeCommand(
  values: Values,
  folder: string,
  computing: Computing,
): ResumeCommand {
  const [other] = Object.keys(values).filter((name) =>
    name !== "resume" && !CHANGEABLE.includes(name)
  );
  if (other !== undefined) {
    throw new UsageError(
      `--${other} cannot be given with --resume, as a run goes on as it began: start a ` +
        `new one, or give only ${CHANGEABLE.map((name) => `--${name}`).join(", ")}`,
    );
  }
  const [steps, epochs] = [whole(values, "steps", 1), whole(values, "epochs", 1)];
  const allowOtherData = values["other-data"] ?? false;
  const changes = { set: values.data, allowOtherData, steps, epochs };
  return { action: "resume", ...computing, folder, ...changes };
}

/** The recipe that was named, or the one that suits the images, with all changes. */
function chooseRecipe(values: Values): Recipe {
  const { data, recipe: name, set = [] } = values;
  const book = bookRecipes();
  const known: Record<string, Recipe> = { ...book, ...recipes };
  if (name !== undefined && !Object.hasOwn(known, name)) {
    const names = Object.keys(known);
    throw new UsageError(
      `--recipe must be one of ${names.join(", ")}: current value is '${name}'` +
        hintAtNearest(name, names),
    );
  }
  const recipe = known[name ?? suitingRecipe(data)];
  const rate = values["learning-rate"];
  const changes = {
    "data.set": data,
    size: whole(values, "size", 1),
    width: whole(values, "width", 1),
    channels: whole(values, "channels", 1),
    latentSize: whole(values, "latent-size", 1),
    steps: whole(values, "steps", 1),
    epochs: whole(values, "epochs", 1),
    batchSize: whole(values, "batch", 2),
    learningRate: rate === undefined ? undefined : positiveNumber("learning-rate", rate),
  };
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  try {
    return overrideRecipe(
      recipe,
      Object.fromEntries([...given, ...set.map(fieldAndValue)]),
    );
  } catch (error) {
    rethrowAsUsage(error);
  }
}

/** Which of the book's recipes suits a set of images; other pictures than its own: `images`. */
function suitingRecipe(data: string | undefined): keyof ReturnType<typeof bookRecipes> {
  const set = data === undefined ? undefined : namedSet(data)?.set;
  // Fashion-MNIST was made to be trained on as MNIST is.
  if (data === undefined || set?.size === "28×28") return "digits";
  return data === "faces" ? "faces" : "images";
}

/** `adam.beta1=.9` as a field and its value: JSON where it is JSON, else a text. */
function fieldAndValue(text: string): [string, unknown] {
  const at = text.indexOf("=");
  if (at < 1) {
    throw new UsageError(`--set must be FIELD=VALUE: current value is '${text}'`);
  }
  const field = text.slice(0, at).trim(), words = text.slice(at + 1).trim();
  const value = parseValue(words), rule = RECIPE_FIELDS[field];
  // A folder may be called 2024.
  return [field, rule?.holds(words) && !rule.holds(value) ? words : value];
}

function parseValue(text: string): unknown {
  if (/^-?\.?\d/.test(text) && Number.isFinite(Number(text))) return Number(text);
  if (["true", "false", "null"].includes(text)) return JSON.parse(text);
  if (text.startsWith("[") && text.endsWith("]")) {
    const items = text.slice(1, -1).trim();
    return items === ""
      ? []
      : items.split(",").map((item) => item.trim().replace(/^"(.*)"$/, "$1"));
  }
  return text;
}

function whole(values: Values, name: keyof Values, least: number): number | undefined {
  const value = values[name];
  return value === undefined ? undefined : wholeNumber(name, value as string, least);
}
