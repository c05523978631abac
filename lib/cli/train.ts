/**
 * The command line `deno task train`.
 *
 * @module
 */
import {
  BackendUnavailableError,
  chooseBackend,
  type ChooseBackendOptions,
  MemoryFullError,
} from "../backend/choose_backend.ts";
import type { BackendName } from "../backend/decide_backend.ts";
import { FolderInUseError } from "../artefacts/folder_lock.ts";
import { namedSet } from "../data/catalogue.ts";
import { counted } from "../data/counted.ts";
import { DownloadError } from "../data/download.ts";
import { isFileFault } from "../data/file_fault.ts";
import { SetNotHereError } from "../data/open_set.ts";
import { ImagesLostError } from "../data/pipeline/source_faults.ts";
import { resumeRun, type ResumeRunOptions } from "../run/resume_run.ts";
import { startEarlierBackend } from "../run/start_earlier_backend.ts";
import { startRun } from "../run/start_run.ts";
import type { TrainingRun } from "../run/training_run.ts";
import { describeDiagnosis } from "../train/describe_diagnosis.ts";
import { TrainingFailedError } from "../train/training_failed.ts";
import { getSet } from "./data_get.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { consoleOutput, type Output } from "./output.ts";
import { trainHelp } from "./train_help.ts";
import {
  parseTrainOptions,
  type ResumeCommand,
  type StartCommand,
  type TrainCommand,
} from "./train_options.ts";
import { TrainProgress } from "./train_progress.ts";
import { rethrowAsUsage, UsageError } from "./usage_error.ts";

/** Sets so small that they are downloaded without being asked for. */
const LARGEST_DOWNLOAD = 100e6;

/** Errors whose message says it all, and that nothing but the training caused. */
const FAILURES = [
  TrainingFailedError,
  MemoryFullError,
  DownloadError,
  ImagesLostError,
] as const;
/** What is said after a full memory, as a run that goes on keeps its batches and networks. */
const NEEDS_LESS =
  "To train with less memory, start a new run, with a smaller --batch, --width or --size.";

/** Errors that are the user's to mend by another command line. */
const REFUSALS = [BackendUnavailableError, SetNotHereError, FolderInUseError] as const;

/**
 * Runs `deno task train`.
 *
 * @param args The command's arguments; `--help` explains them.
 * @param output Where the lines go; the console by default.
 * @returns The exit code: 0 when all is done, 1 when training or a download failed, its
 *   memory is full or a file could not be read or written, 2 for a command line, images, a
 *   folder or a backend that cannot be used, 130 after Ctrl-C. Any other error is thrown
 *   with its stack.
 */
export async function runTrain(
  args: string[],
  output: Output = console,
): Promise<number> {
  try {
    const command = parseTrainOptions(args);
    if (command) return await train(command, output);
    output.log(trainHelp());
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      output.error(error.message);
      return 2;
    }
    const failure = failureOf(error);
    if (failure === null) throw error;
    output.error(failure);
    return 1;
  }
}

/** What is said of an error that is no error of the program; null for one that is. */
function failureOf(error: unknown): string | null {
  if (isFileFault(error)) {
    return `Cannot train as its files must be readable and writable: ${error.message}`;
  }
  const isFailure = FAILURES.some((kind) => error instanceof kind);
  return isFailure ? (error as Error).message : null;
}

async function train(command: TrainCommand, output: Output): Promise<number> {
  const progress = new TrainProgress(output.log, output.progress);
  const controller = new AbortController();
  const run = await open(command, progress, output, controller.signal)
    .catch((error) => rethrowAsUsage(error, REFUSALS));
  // Only now, as Ctrl-C has nothing to save before.
  const stop = abortOnInterrupt(() =>
    progress.log(
      "Ending after this step; Ctrl-C again ends at once, and the last checkpoint stays.",
    ), { controller });
  try {
    sayWhatItIs(run);
    for await (const record of run.steps(stop)) progress.update(record, run);
    progress.end();
    sayHowItEnded(run);
    if (!run.isWritten) return 1;
    return stop.signal.aborted && run.training.step < run.lastStep ? 130 : 0;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    progress.end();
    output.error(failure);
    // The same bits, or the same batch, would fail again.
    if (error instanceof MemoryFullError) run.say(NEEDS_LESS);
    else if (!(error instanceof TrainingFailedError)) run.say(whatIsSaved(run));
    return 1;
  } finally {
    progress.end();
    await run.close();
    stop.release();
  }
}

async function open(
  command: TrainCommand,
  progress: TrainProgress,
  output: Output,
  signal: AbortSignal,
): Promise<TrainingRun> {
  const { log, logRecord } = progress;
  const startBackend: StartBackend = async (options) =>
    (await chooseBackend({ ...options, threads: command.threads, log })).threads;
  const common = { log, logRecord, signal };
  return command.action === "resume"
    ? await resume(command, common, startBackend)
    : await start(command, common, startBackend, output);
}

type Common = Required<Pick<ResumeRunOptions, "log" | "logRecord" | "signal">>;

type StartBackend = (
  options: Pick<ChooseBackendOptions, "backend" | "reason">,
) => Promise<number>;

async function start(
  command: StartCommand,
  common: Common,
  startBackend: StartBackend,
  output: Output,
): Promise<TrainingRun> {
  const threads = await startBackend({ backend: command.backend });
  const options = { ...command, ...common, threads };
  try {
    return await startRun(options);
  } catch (error) {
    if (!(error instanceof SetNotHereError)) throw error;
    const { set } = namedSet(command.recipe.data.set)!;
    const bytes = set.files.reduce((sum, file) => sum + (file.bytes ?? Infinity), 0);
    if (bytes > LARGEST_DOWNLOAD) throw error;
    await getSet(set, { isOffline: false, log: common.log, progress: output.progress });
    return await startRun(options);
  }
}

async function resume(
  { folder, backend, ...command }: ResumeCommand,
  common: Common,
  startBackend: StartBackend,
): Promise<TrainingRun> {
  return await resumeRun(folder, {
    ...{ ...command, ...common },
    startBackend: async (then) => {
      if (backend) return await startBackend({ backend });
      const reason = "the run began on it";
      const start = () => startBackend({ backend: then as BackendName, reason });
      return await startEarlierBackend(start, "add --backend auto");
    },
  });
}

function sayWhatItIs(run: TrainingRun): void {
  const { recipe, lastStep, folder, training } = run;
  const flags = Deno.env.get("DENO_V8_FLAGS") ?? "";
  if (flags.includes("--no-wasm-bounds-checks")) {
    const words = flags.replaceAll(",", " ");
    run.say(`Training runs faster with V8's ${words}; --safe leaves them out.`);
  }
  if (training.step > 0) return;
  run.say(
    `Training on ${run.data.origin}, by the recipe ${recipe.name}, to step ${lastStep}, ` +
      `into ${folder}. Ctrl-C ends and saves.`,
  );
  for (const remark of run.data.remarks) run.say(remark);
}

function sayHowItEnded(run: TrainingRun): void {
  const { training: { step }, lastStep, folder, isWritten } = run;
  for (const diagnosis of run.diagnoses()) {
    run.say(`Doctor: ${describeDiagnosis(diagnosis)}`);
  }
  run.say(
    step < lastStep || !isWritten
      ? whatIsSaved(run)
      : `Done, to step ${step}. Open ${folder}/index.html to see how it went.`,
  );
}

/** What the disk has of a run that is not complete there, and how to go on. */
function whatIsSaved({ training: { step }, lastStep, savedStep, folder }: TrainingRun) {
  if (savedStep === null) return `Of ${counted(step, "step")} made, none is saved.`;
  const name = /\s/.test(folder) ? `"${folder}"` : folder;
  const saved = savedStep === lastStep
    ? `Done, to step ${step}, but not every file could be written.`
    : savedStep === step
    ? `Saved after ${step} of ${lastStep} steps.`
    : `Saved after ${savedStep} of ${lastStep} steps; ` +
      `${counted(step - savedStep, "step")} after it must be made again.`;
  return `${saved} To go on: deno task train --resume ${name}`;
}

if (import.meta.main) Deno.exit(await runTrain(Deno.args, consoleOutput()));
