/**
 * `deno task bench --data`: whether training waits for its pictures.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";
import { Batches } from "../../data/batches.ts";
import { counted } from "../../data/counted.ts";
import { drawFaces } from "../../data/faces.ts";
import { openImageFolder } from "../../data/image_folder.ts";
import type { ImageSet } from "../../data/image_set.ts";
import { ImagePipeline } from "../../data/pipeline/image_pipeline.ts";
import { picturesAhead } from "../../data/pipeline/image_pipeline_options.ts";
import { resizeImages } from "../../data/resize.ts";
import { RandomGenerator } from "../../tensor/random.ts";
import type { BatchSource } from "../../train/batch_source.ts";
import { type BenchNetwork, networkName } from "./networks.ts";
import type { BenchProgram } from "./participant.ts";
import { pairedRatio, spread, takeTurns } from "./rounds.ts";
import { type BenchJob, startSteps } from "./steps.ts";

/** What is trained, and for how long. */
export interface DataJob extends BenchJob {
  /** How many pictures the folder gets. */
  pictures: number;
  /** Rounds that count. */
  rounds: number;
  /** How long a turn in a round is, at least. */
  seconds: number;
}

/** What was measured. */
export interface DataResult {
  job: DataJob;
  /** Images a second, trained from memory, in each round. */
  memory: number[];
  /** Images a second, trained from files by the pipeline. */
  pipeline: number[];
  /** Images a second that the pipeline gave beside a training from memory. */
  alone: number[];
  /** Which share of its time the training from files spent on getting its batches. */
  waited: number;
  /** The same of the training from memory: what making a tensor of a batch takes. */
  waitedInMemory: number;
}

/** By default: the sources' networks for colour pictures of 64×64. */
export const DATA_NETWORK: BenchNetwork = {
  network: "pytorchTutorial",
  size: 64,
  width: 64,
  channels: 3,
  batch: 64,
};

/**
 * Trains in turn from memory, from JPEGs by the pipeline, and from memory while the
 * pipeline gives all that it can.
 *
 * The pipeline's memory is as small as it can be, so that every picture is decoded every
 * time: the case of a set that does not fit, or of a first epoch.
 *
 * @param job The networks, the folder and the time.
 * @returns The rates of all rounds, and the shares of time.
 */
export async function measureData(job: DataJob): Promise<DataResult> {
  const { batch, channels, pictures, rounds, seconds } = job;
  const faces = drawFaces({ count: pictures });
  const set = job.size === faces.width ? faces : resizeImages(faces, job.size);
  const folder = await Deno.makeTempDir();
  const closing: (() => unknown)[] = [() => Deno.remove(folder, { recursive: true })];
  try {
    await writeJpegs(faces, folder);
    const openPipeline = async () => {
      const pipeline = await ImagePipeline.open(await openImageFolder(folder), {
        size: job.size,
        channels: channels === 1 ? 1 : 3,
        batchSize: batch,
        random: new RandomGenerator(1),
        memory: picturesAhead(batch) * job.size * job.size * channels,
      });
      closing.push(() => pipeline.close());
      return pipeline;
    };
    const fromMemory = () =>
      new Batches(set, { batchSize: batch, random: new RandomGenerator(1) });
    const [memory, files] = [new Timed(fromMemory()), new Timed(await openPipeline())];
    const beside = new Beside(fromMemory(), await openPipeline());
    const participants = [];
    for (const source of [files, memory, beside]) {
      const steps = await startSteps(job, source);
      closing.push(() => steps.end());
      participants.push({
        measure: async (seconds: number) => {
          source.reset();
          const done = await steps.measure(seconds);
          return (source.counted ?? done.steps * batch) / done.seconds;
        },
      });
    }
    const rates = await takeTurns(participants, { rounds, seconds });
    return {
      job,
      memory: rates[1],
      pipeline: rates[0],
      alone: rates[2],
      waited: files.share,
      waitedInMemory: memory.share,
    };
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

/**
 * Measures in a process of its own, as V8's flags are given to a process.
 *
 * @param program A Deno with or without the flags.
 * @param job What is measured.
 * @returns What `dataReport()` says, or null if the process failed; it has then said why.
 */
export async function runDataProgram(
  { command, env }: BenchProgram,
  job: DataJob,
): Promise<string | null> {
  const path = (name: string) => fromFileUrl(new URL(name, import.meta.url));
  const args = ["run", "--quiet", "-A", "--config", path("../../../deno.json")];
  const { success, stdout } = await new Deno.Command(command, {
    args: [...args, path("data.ts"), JSON.stringify(job)],
    env,
    stderr: "inherit",
  }).output();
  return success ? new TextDecoder().decode(stdout) : null;
}

/** Says in words what was measured; its ratios are medians of the rounds' ratios. */
export function dataReport(result: DataResult): string {
  const { job, memory, pipeline, alone, waited, waitedInMemory } = result;
  const rate = (rounds: number[]) => {
    const { median, lowest, highest } = spread(rounds);
    return `${Math.round(median)} (${Math.round(lowest)} to ${Math.round(highest)})`;
  };
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `${networkName(job)} in batches of ${job.batch}, ` +
    `${counted(job.threads, "thread")}; ${job.pictures} JPEGs of 64×64`,
    "",
    "                                      images a second   of it for the batch",
    `trained from memory                   ${rate(memory).padEnd(18)}` +
    percent(waitedInMemory),
    `trained from files by the pipeline    ${rate(pipeline).padEnd(18)}` +
    percent(waited),
    `pipeline beside training              ${rate(alone)}`,
    "",
    `The pipeline gives ${pairedRatio(alone, memory).toFixed(1)} times as many ` +
    `pictures as training from memory takes, and training from files is ` +
    `${pairedRatio(pipeline, memory).toFixed(2)} times as fast.`,
  ].join("\n");
}

/** Batches with a clock: how long each was waited for. */
class Timed implements BatchSource {
  readonly batchesPerEpoch: number;
  readonly counted: number | null = null;
  readonly #source: BatchSource;
  #started = performance.now();
  #waited = 0;
  #total = 0;

  constructor(source: BatchSource) {
    this.#source = source;
    this.batchesPerEpoch = source.batchesPerEpoch;
  }

  /** The share of the time between resets and the last batches that went into waiting. */
  get share(): number {
    return this.#total === 0 ? 0 : this.#waited / this.#total;
  }

  /** Leaves out the time up to now, in which others had their turn. */
  reset(): void {
    this.#started = performance.now();
  }

  async next() {
    const asked = performance.now();
    const batch = await this.#source.next();
    const now = performance.now();
    this.#waited += now - asked;
    this.#total += now - this.#started;
    this.#started = now;
    return batch;
  }
}

/** Batches from memory; before each, all that a pipeline has ready is taken and counted. */
class Beside implements BatchSource {
  readonly batchesPerEpoch: number;
  readonly #source: BatchSource;
  readonly #pipeline: ImagePipeline;
  #pending: Promise<void> | null = null;
  #count = 0;

  constructor(source: BatchSource, pipeline: ImagePipeline) {
    this.#source = source;
    this.#pipeline = pipeline;
    this.batchesPerEpoch = source.batchesPerEpoch;
  }

  /** Pictures that the pipeline gave since the last reset. */
  get counted(): number {
    return this.#count;
  }

  reset(): void {
    this.#count = 0;
  }

  async next() {
    for (let before = -1; before < this.#count;) {
      before = this.#count;
      this.#pending ??= this.#take();
      await Promise.race([this.#pending, new Promise((done) => setTimeout(done, 0))]);
    }
    return this.#source.next();
  }

  async #take(): Promise<void> {
    const { images } = await this.#pipeline.next();
    this.#count += images.shape[0];
    images.dispose();
    this.#pending = null;
  }
}

async function writeJpegs(
  { images, count, height, width, channels }: ImageSet,
  folder: string,
): Promise<void> {
  const { default: sharp } = await import("sharp");
  const bytes = height * width * channels;
  const raw = { height, width, channels: channels as 3 };
  for (let i = 0; i < count; i++) {
    const pixels = images.subarray(i * bytes, (i + 1) * bytes);
    const jpeg = await sharp(pixels, { raw }).jpeg({ quality: 90 }).toBuffer();
    await Deno.writeFile(join(folder, `${String(i).padStart(6, "0")}.jpg`), jpeg);
  }
}

if (import.meta.main) {
  console.log(dataReport(await measureData(JSON.parse(Deno.args[0]))));
}
