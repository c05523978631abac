/**
 * `deno task bench`: how fast networks train on this machine.
 *
 * @module
 */
import { cpus } from "node:os";
import { tryV8Flags, type V8Flag } from "../book/v8_flags.ts";
import { DATA_NETWORK, type DataJob, runDataProgram } from "./bench/data.ts";
import { type Load, LOADS, Machine } from "./bench/machine.ts";
import { peakMemories } from "./bench/memory.ts";
import {
  type BenchNetwork,
  MEMORY_NETWORKS,
  networkName,
  selectNetworks,
} from "./bench/networks.ts";
import { BENCH_HELP, type BenchCommand, parseBenchOptions } from "./bench/options.ts";
import {
  BenchFailure,
  type BenchProgram,
  denoProgram,
  Participant,
  torchProgram,
} from "./bench/participant.ts";
import { orderTurns, takeTurns } from "./bench/rounds.ts";
import type { BenchRow } from "./bench/scaling.ts";
import {
  epochTable,
  memoryTable,
  rateTable,
  resultJson,
  rowText,
  scalingTable,
} from "./bench/tables.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage_error.ts";

/** The batch sizes of Hands-On GANs. */
const BATCHES = [64, 128, 256, 512, 1024, 2048];

/** This library's training, with or without the flags. */
interface Variant {
  flags: boolean;
  program: BenchProgram;
}

/** What is compared. */
interface Programs {
  variants: Variant[];
  /** Undefined if PyTorch was not asked for. */
  torch?: BenchProgram;
}

/**
 * Measures and prints the tables.
 *
 * @param args As `BENCH_HELP` says.
 * @param output Where tables go, and by `error` the progress; the console by default.
 * @returns The exit code: 0, 1 if a row could not be measured, 2 if the arguments are
 *   wrong or PyTorch is not there.
 */
export async function runBench(
  args: string[],
  output: Output = console,
): Promise<number> {
  try {
    const command = parseBenchOptions(args);
    if (command?.data) return await measureDataInTurn(command, output);
    if (command) return await measureAll(command, output);
    output.log(BENCH_HELP);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.error(error.message);
    return 2;
  }
}

async function measureAll(command: BenchCommand, output: Output): Promise<number> {
  const networks = selectNetworks(command);
  const torchVersion = command.against && findTorch(command.python);
  const programs: Programs = {
    variants: await chooseVariants(command, output),
    torch: command.against && torchProgram(command.python),
  };
  const model = cpus()[0]?.model.trim() || "a processor of unknown name";
  output.log(
    `Deno ${Deno.version.deno}${torchVersion ? ` and PyTorch ${torchVersion}` : ""} ` +
      `on ${navigator.hardwareConcurrency} cores of ${model}\n`,
  );
  const rows: BenchRow[] = [];
  let failed = 0;
  for (const [i, network] of networks.entries()) {
    output.error(`${i + 1}/${networks.length} ${networkName(network)}`);
    const threads = command.scaling && i === 0
      ? [1, ...command.threads]
      : command.threads;
    try {
      const measured = await measureRows(network, { ...programs, threads }, command);
      // Whoever stops the benchmark early has these at least.
      measured.forEach((row) => output.error(`  ${rowText(row)}`));
      rows.push(...measured);
    } catch (error) {
      if (!(error instanceof BenchFailure)) throw error;
      output.error(`This row could not be measured: ${error.message}`);
      failed++;
    }
  }
  if (rows.length > 0) output.log(rateTable(rows) + "\n");
  const scaling = scalingTable(rows);
  if (scaling) output.log(scaling + "\n");
  const epochs = epochTable(rows);
  if (epochs) output.log(epochs + "\n");
  if (command.memory) output.log(await measureMemory(command, programs, output) + "\n");
  if (command.against) output.log(resultJson(rows));
  return failed === 0 ? 0 : 1;
}

/** Training from files, in a process of its own for each variant. */
async function measureDataInTurn(
  command: BenchCommand,
  output: Output,
): Promise<number> {
  const { rounds, seconds, threads, batch = DATA_NETWORK.batch } = command;
  const job: DataJob = {
    ...DATA_NETWORK,
    batch,
    threads: threads[0],
    pictures: Math.max(2000, 2 * batch),
    rounds,
    seconds,
  };
  for (const { flags, program } of await chooseVariants(command, output)) {
    output.log(flags ? "With V8's fast flags" : "Without V8's flags");
    const report = await runDataProgram(program, job);
    if (report === null) return 1;
    output.log(report);
  }
  return 0;
}

/**
 * One row for each variant and number of threads, all measured in the same rounds, and
 * what the machine gives those numbers of threads.
 */
async function measureRows(
  network: BenchNetwork,
  { variants, torch, threads }: Programs & { threads: number[] },
  { rounds, seconds }: BenchCommand,
): Promise<BenchRow[]> {
  const [first, ...others] = variants.map(({ program }) => program);
  // PyTorch's turns lie between those of the variants, as it is compared with each.
  const programs = torch ? [first, torch, ...others] : [first, ...others];
  const turns = orderTurns(programs.length, threads);
  const participants: Participant[] = [];
  let machine: Machine | undefined;
  try {
    for (const { program, threads } of turns) {
      const job = { ...network, threads };
      participants.push(await Participant.start(programs[program], job));
    }
    requireSameParameters(participants);
    if (threads.length > 1) machine = await Machine.start(Math.max(...threads));
    const loads = machine
      ? LOADS.flatMap((load) => threads.map((count) => machine!.atOnce(load, count)))
      : [];
    const rates = await takeTurns([...participants, ...loads], { rounds, seconds });
    const turnOf = (program: BenchProgram, count: number) =>
      turns.findIndex((turn) =>
        programs[turn.program] === program && turn.threads === count
      );
    const ofMachine = (load: Load, t: number) =>
      rates[turns.length + LOADS.indexOf(load) * threads.length + t];
    return threads.flatMap((count, t) =>
      variants.map(({ flags, program }) => ({
        network,
        threads: count,
        flags,
        rates: rates[turnOf(program, count)],
        torchRates: torch ? rates[turnOf(torch, count)] : null,
        machine: machine
          ? { products: ofMachine("products", t), copies: ofMachine("copies", t) }
          : null,
        firstStepSeconds: participants[turnOf(program, count)].firstStepSeconds,
      }))
    );
  } finally {
    for (const participant of participants) await participant.end();
    await machine?.end();
  }
}

/** Whoever trains other networks than the others makes the comparison worthless. */
function requireSameParameters(participants: Participant[]): void {
  const counts = participants.map(({ parameters }) => parameters);
  if (new Set(counts).size === 1) return;
  throw new BenchFailure(
    "all programs must train as many parameters: current numbers are " +
      counts.join(", "),
  );
}

async function measureMemory(
  command: BenchCommand,
  { variants: [{ program }], torch }: Programs,
  output: Output,
): Promise<string> {
  const networks = command.only.length > 0 ? selectNetworks(command) : MEMORY_NETWORKS;
  const batches = command.batch === undefined ? BATCHES : [command.batch];
  const threads = command.threads[0];
  const available = Deno.systemMemoryInfo().available;
  const tables = [];
  for (const network of networks) {
    output.error(`memory of ${networkName(network)}`);
    const measure = (program: BenchProgram) =>
      peakMemories(program, { ...network, threads }, { batches, available });
    const peaks = await measure(program);
    const torchPeaks = torch && await measure(torch);
    tables.push(batches.map((batch, i) => ({
      network: { ...network, batch },
      peak: peaks[i],
      torchPeak: torchPeaks ? torchPeaks[i] : null,
    })));
  }
  return memoryTable(tables.flat());
}

/** The variants asked for; with the flags only if this Deno takes them both. */
async function chooseVariants(
  { flags }: BenchCommand,
  output: Output,
): Promise<Variant[]> {
  const variant = (taken: V8Flag[]): Variant => ({
    flags: taken.length > 0,
    program: denoProgram({ flags: taken }),
  });
  if (flags === "without") return [variant([])];
  const { taken, refused } = await tryV8Flags();
  for (const { flag, why } of refused) {
    output.error(`Measuring without V8's fast flags, as ${flag.flag} fails: ${why}`);
  }
  if (refused.length > 0) return [variant([])];
  return flags === "with" ? [variant(taken)] : [variant(taken), variant([])];
}

/** PyTorch's version; how to get it if it is not there. */
function findTorch(python: string): string {
  const get = "pip install torch==2.13.0";
  try {
    const { success, stdout } = new Deno.Command(python, {
      args: ["-c", "import torch; print(torch.__version__)"],
      stderr: "null",
    }).outputSync();
    if (success) return new TextDecoder().decode(stdout).trim();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UsageError(
      `Cannot compare with PyTorch as there is no program '${python}': install Python, ` +
        `then ${get}`,
    );
  }
  throw new UsageError(
    `Cannot compare with PyTorch as '${python}' cannot import it: ${get}`,
  );
}

if (import.meta.main) Deno.exit(await runBench(Deno.args));
