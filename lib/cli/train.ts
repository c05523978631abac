/**
 * The command line `deno task train`.
 *
 * @module
 */
import { join } from "@std/path";
import { imageGrid } from "../artefacts/image_grid.ts";
import { saveNetworks } from "../artefacts/networks_file.ts";
import { encodePng } from "../artefacts/png.ts";
import {
  BackendUnavailableError,
  chooseBackend,
  MemoryFullError,
} from "../backend/choose_backend.ts";
import { drawDigits } from "../data/digits.ts";
import type { ImageSet } from "../data/image_set.ts";
import { loadImages } from "../data/load_images.ts";
import { loadMnist } from "../data/mnist.ts";
import { openImages } from "../data/open_image_source.ts";
import { resizeImages } from "../data/resize.ts";
import { generateImages } from "../latent/generate.ts";
import { sampleLatents } from "../latent/sample.ts";
import { createDiscriminator } from "../model/discriminator.ts";
import { createGenerator } from "../model/generator.ts";
import type { Network } from "../model/network.ts";
import { RandomGenerator } from "../tensor/random.ts";
import { type StepRecord, train } from "../train/trainer.ts";
import { TrainingFailedError } from "../train/training_failed.ts";
import { isFileFault } from "../data/file_fault.ts";
import { makeRunFolder } from "../run/run_folder.ts";
import { parseTrainOptions, TRAIN_HELP, type TrainCommand } from "./train_options.ts";
import { rethrowAsUsage, UsageError } from "./usage_error.ts";

const RECORD_EVERY = 50;
const SAMPLES_EVERY = 500;

/** Where the command's lines go. */
export interface Output {
  log: (line: string) => void;
  error: (line: string) => void;
}

/**
 * Runs `deno task train`.
 *
 * @param args The command's arguments; `--help` explains them.
 * @param output Where the lines go; the console by default.
 * @returns The exit code: 0 when all is done, 1 when training failed, its memory is full
 *   or a file could not be written, 2 for a command line, images or a backend that cannot be used, 130 after
 *   Ctrl-C. Any other error is thrown with its stack.
 */
export async function runTrain(
  args: string[],
  output: Output = console,
): Promise<number> {
  try {
    const command = parseTrainOptions(args);
    if (command) return await trainAndSave(command, output);
    output.log(TRAIN_HELP);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      output.error(error.message);
      return 2;
    }
    if (error instanceof TrainingFailedError || error instanceof MemoryFullError) {
      output.error(error.message);
      return 1;
    }
    if (isFileFault(error)) {
      output.error(
        `Cannot train as its files must be readable and writable: ${error.message}`,
      );
      return 1;
    }
    throw error;
  }
}

async function trainAndSave(command: TrainCommand, { log }: Output): Promise<number> {
  const folder = await makeRunFolder(command.output).catch((error) =>
    rethrowAsUsage(error)
  );
  const images = await prepare(command, log).catch(async (error) => {
    await Deno.remove(folder);
    return rethrowAsUsage(error, [BackendUnavailableError]);
  });
  const random = new RandomGenerator(command.seed);
  const generator = createGenerator({ ...command, random });
  const discriminator = createDiscriminator({ ...command, random });
  const latents = sampleLatents(64, command.latentSize, random);
  const saved = { ...command, origin: images.origin };
  await Deno.writeTextFile(join(folder, "options.json"), JSON.stringify(saved, null, 2));
  const flags = Deno.env.get("DENO_V8_FLAGS") ?? "";
  if (flags.includes("--no-wasm-bounds-checks")) {
    const words = flags.replaceAll(",", " ");
    log(`Training runs faster with V8's ${words}; --safe leaves them out.`);
  }
  log(`Training on ${images.origin}, into ${folder}. Ctrl-C ends and saves.`);

  const samples = async (step: number) => {
    const grid = imageGrid(await generateImages(generator, latents));
    const name = `samples_${String(step).padStart(6, "0")}.png`;
    await Deno.writeFile(join(folder, name), encodePng(grid));
  };
  const stop = stopOnInterrupt(log);
  const records = join(folder, "records.jsonl");
  let last = 0;
  try {
    await samples(0);
    const { signal } = stop;
    for await (
      const record of train({ generator, discriminator, images, ...command, signal })
    ) {
      await Deno.writeTextFile(records, `${JSON.stringify(record)}\n`, { append: true });
      last = record.step;
      if (last % RECORD_EVERY === 0) log(recordLine(record));
      if (last % SAMPLES_EVERY === 0) await samples(last);
    }
    if (last % SAMPLES_EVERY !== 0) await samples(last);
    await save(folder, { generator, discriminator }, { ...saved, steps: last });
  } finally {
    stop.release();
    latents.dispose();
    generator.dispose();
    discriminator.dispose();
  }
  log(`Saved samples, records and networks of ${last} steps in ${folder}.`);
  return stop.signal.aborted ? 130 : 0;
}

/** Loads images, at least a batch of them, and starts the backend. */
async function prepare(
  command: TrainCommand,
  log: (line: string) => void,
): Promise<ImageSet> {
  const images = await loadSet(command, log);
  if (command.batchSize > images.count) {
    throw new UsageError(
      `--batch must be at most the number of images, ${images.count}: ` +
        `it is '${command.batchSize}'`,
    );
  }
  await chooseBackend({ ...command, log });
  return images;
}

async function loadSet(
  { data, size, channels }: TrainCommand,
  log: (line: string) => void,
): Promise<ImageSet> {
  if (data === "digits") return fit(drawDigits(), size, channels);
  if (data === "mnist" || data === "mnist-test") {
    const split = data === "mnist" ? "train" : "test";
    return fit(await loadMnist({ split, log }), size, channels);
  }
  const source = await openImages(data);
  try {
    const images = await loadImages(source, { size, channels });
    for (const { path, reason } of images.skipped) log(`Left out ${path}: ${reason}`);
    for (const remark of images.remarks) log(remark);
    return images;
  } finally {
    source.close();
  }
}

/** Grey images at the networks' size, in as many equal channels as these have. */
function fit(set: ImageSet, size: number, channels: 1 | 3): ImageSet {
  const resized = resizeImages(set, size);
  if (channels === 1) return resized;
  const images = new Uint8Array(resized.images.length * 3);
  for (let i = 0; i < images.length; i++) images[i] = resized.images[Math.floor(i / 3)];
  return { ...resized, images, channels };
}

/** A signal that the first Ctrl-C aborts; the second one ends the program as always. */
function stopOnInterrupt(log: (line: string) => void) {
  const controller = new AbortController();
  const release = () => Deno.removeSignalListener("SIGINT", listener);
  const listener = () => {
    release();
    log("Ending after this step; Ctrl-C again ends at once, without saving.");
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", listener);
  return { signal: controller.signal, release };
}

/** S2's line: the losses, D(x), and D(G(z)) before and after D's update. */
function recordLine(record: StepRecord): string {
  const { step, epoch, lossD, lossG, scoreReal, scoreFakeBefore, scoreFakeAfter } =
    record;
  return `step ${step}, epoch ${epoch}: loss D ${lossD.toFixed(3)}, ` +
    `loss G ${lossG.toFixed(3)}, D(x) ${scoreReal.toFixed(3)}, ` +
    `D(G(z)) ${scoreFakeBefore.toFixed(3)} / ${scoreFakeAfter.toFixed(3)}, ` +
    `${Math.round(record.imagesPerSecond)} images/s`;
}

async function save(
  folder: string,
  networks: { generator: Network; discriminator: Network },
  facts: Record<string, unknown>,
): Promise<void> {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined);
  const metadata = Object.fromEntries(given.map(([name, value]) => [name, `${value}`]));
  await saveNetworks(join(folder, "networks.safetensors"), networks, metadata);
}

if (import.meta.main) Deno.exit(await runTrain(Deno.args));
