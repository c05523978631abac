/**
 * How much memory training takes.
 *
 * @module
 */
import { BenchFailure, type BenchProgram, Participant } from "./participant.ts";
import type { BenchJob } from "./steps.ts";

/** A process's peak memory in training, or why it is not known. */
export type PeakMemory = { megabytes: number } | { why: string };

/**
 * The most memory that a process trained for two steps has had: all of it, program,
 * libraries and images included, so the same for any language.
 *
 * @param program The program that trains.
 * @param job What it trains. Each gets a process of its own, as a peak never falls.
 * @returns Megabytes of 10⁶ bytes; the process's own words if it could not train.
 */
export async function peakMemory(
  program: BenchProgram,
  job: BenchJob,
): Promise<PeakMemory> {
  let participant: Participant;
  try {
    participant = await Participant.start(program, job);
  } catch (error) {
    if (!(error instanceof BenchFailure)) throw error;
    return { why: error.message };
  }
  try {
    // Adam's moments and batch norm's statistics are all there from the second step on.
    await participant.measure(0);
    return { megabytes: await readPeak(participant.pid) };
  } catch (error) {
    if (!(error instanceof BenchFailure)) throw error;
    return { why: error.message };
  } finally {
    await participant.end();
  }
}

/**
 * Measures batch sizes, from small to large, until one does not fit.
 *
 * As memory grows with the batch, a size is not tried if the last one's growth says that
 * the machine would have to swap, or if a smaller one failed.
 *
 * @param program The program that trains.
 * @param job What it trains, but for the batch.
 * @param options.batches Batch sizes, ascending.
 * @param options.available Bytes that the machine has left.
 * @returns The peak of each size.
 */
export async function peakMemories(
  program: BenchProgram,
  job: BenchJob,
  { batches, available, measure = peakMemory }: {
    batches: readonly number[];
    available: number;
    measure?: typeof peakMemory;
  },
): Promise<PeakMemory[]> {
  const peaks: PeakMemory[] = [];
  for (const [i, batch] of batches.entries()) {
    const last = peaks[i - 1];
    if (last && "why" in last) {
      peaks.push({ why: "not tried, as a smaller batch does not fit" });
      continue;
    }
    const expected = last ? last.megabytes * batch / batches[i - 1] : 0;
    peaks.push(
      expected * 1e6 > available
        ? { why: "not tried, as this machine has too little memory" }
        : await measure(program, { ...job, batch }),
    );
  }
  return peaks;
}

/** The peak of a process's resident memory, as Linux counts it. */
async function readPeak(pid: number): Promise<number> {
  const path = `/proc/${pid}/status`;
  try {
    return parsePeak(await Deno.readTextFile(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new BenchFailure(`peak memory is read from Linux's ${path}, which is not here`);
  }
}

/**
 * Finds the peak in the text of Linux's `/proc/…/status`.
 *
 * @returns Megabytes of 10⁶ bytes.
 * @throws {RangeError} If there is no line `VmHWM`.
 */
export function parsePeak(status: string): number {
  const kibibytes = status.match(/^VmHWM:\s*(\d+) kB$/m)?.[1];
  if (kibibytes !== undefined) return Number(kibibytes) * 1024 / 1e6;
  throw new RangeError(
    `Cannot read the peak memory as there must be a line VmHWM: there are ` +
      `${status.split("\n").length} others`,
  );
}
