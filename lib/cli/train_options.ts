import type { BackendName } from "../backend/decide_backend.ts";
import { digitTraining } from "../train/digit_training.ts";
import { oneOf, parseCommandLine, positiveNumber, wholeNumber } from "./command_line.ts";
import { UsageError } from "./usage_error.ts";

/** What `deno task train` was asked to do, with every default filled in. */
export interface TrainCommand {
  /** "digits", "mnist", "mnist-test" or a folder of images. */
  data: string;
  size: number;
  width: number;
  channels: 1 | 3;
  latentSize: number;
  /** One of the two is undefined. */
  steps?: number;
  epochs?: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  /** The folder for the results; undefined for a new one under `runs`. */
  output?: string;
  backend: "auto" | BackendName;
  threads?: number;
}

/** What `--help` prints. */
export const TRAIN_HELP = `\
Trains a DCGAN and saves samples, records and networks.

  deno task train [options]

  --data WHAT          digits (embedded, the default), mnist, mnist-test (its 10,000
                       test images), or a folder of images, classes in folders or not,
                       or a zip of one, which is not unpacked
  --size N             side of the images: 16, 32, 64 or 128 (digits 32, folder 64)
  --width N            channels at half the side (digits ${digitTraining.width}, folder 64)
  --channels N         1 for grey, 3 for colour (digits 1, folder 3)
  --latent-size N      numbers in a latent (${digitTraining.latentSize})
  --steps N            updates of each network (digits ${digitTraining.steps}), or
  --epochs N           rounds through the images (folder 20)
  --batch N            images in a batch (digits ${digitTraining.batchSize}, folder 64)
  --learning-rate X    Adam's (digits ${digitTraining.learningRate}, folder 0.0002)
  --seed N             decides weights, latents and order (1)
  --output FOLDER      new or empty; by default a new one under runs
  --backend NAME       auto (the default), webgpu, wasm-simd or cpu
  --threads N          of wasm-simd; by default one a core
  --safe               without the V8 flags that make training faster
  --help               this text

Ctrl-C once ends after the current step and saves; twice ends at once.
The folder gets options.json, records.jsonl (one line a step), samples_STEP.png (the same
64 latents every 500 steps and at the end) and networks.safetensors.
`;

const SIZES = [16, 32, 64, 128];
const BACKENDS = ["auto", "webgpu", "wasm-simd", "cpu"] as const;
/** Sets of digits, which share their defaults; all else is a folder. */
const DIGITS = ["digits", "mnist", "mnist-test"];

const text = { type: "string" } as const;
const OPTIONS = {
  data: text,
  size: text,
  width: text,
  channels: text,
  "latent-size": text,
  steps: text,
  epochs: text,
  batch: text,
  "learning-rate": text,
  seed: text,
  output: text,
  backend: text,
  threads: text,
  // For run_fast.ts, which starts this program with the flags or without.
  safe: { type: "boolean" },
  help: { type: "boolean" },
} as const;

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
  const { data = "digits", steps, epochs, output } = values;
  const rate = values["learning-rate"];
  if (steps !== undefined && epochs !== undefined) {
    throw new UsageError("--steps and --epochs exclude one another: give one");
  }
  if (data === "") throw new UsageError("--data must name a folder: it is empty");
  const digits = DIGITS.includes(data);
  const defaults = digits ? digitTraining : FOLDER_TRAINING;
  const whole = (name: keyof typeof values, least: number) => {
    const value = values[name];
    return value === undefined ? undefined : wholeNumber(name, value as string, least);
  };
  const untilWhen = steps === undefined && epochs === undefined
    ? (digits ? { steps: digitTraining.steps } : { epochs: FOLDER_TRAINING.epochs })
    : { steps: whole("steps", 1), epochs: whole("epochs", 1) };
  return {
    data,
    size: oneOf("size", whole("size", 1) ?? defaults.size, SIZES),
    width: whole("width", 1) ?? defaults.width,
    channels: oneOf("channels", whole("channels", 1) ?? defaults.channels, [1, 3]),
    latentSize: whole("latent-size", 1) ?? defaults.latentSize,
    ...untilWhen,
    batchSize: whole("batch", 2) ?? defaults.batchSize,
    learningRate: rate === undefined
      ? defaults.learningRate
      : positiveNumber("learning-rate", rate),
    seed: whole("seed", 0) ?? 1,
    output,
    backend: oneOf("backend", values.backend ?? "auto", BACKENDS),
    threads: whole("threads", 1),
  };
}

/** S1's and S2's networks with S2's constants. */
const FOLDER_TRAINING = {
  size: 64,
  width: 64,
  channels: 3,
  latentSize: 100,
  batchSize: 64,
  learningRate: 2e-4,
  epochs: 20,
} as const;
