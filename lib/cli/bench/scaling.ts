import type { Load } from "./machine.ts";
import { type BenchNetwork, networkName } from "./networks.ts";
import { pairedRatio } from "./rounds.ts";

/** What was measured of one row. */
export interface BenchRow {
  network: BenchNetwork;
  threads: number;
  /** Whether V8 had the two fast flags. */
  flags: boolean;
  /** Images a second in each round. */
  rates: readonly number[];
  /** PyTorch's, in the same rounds; null if it was not asked for. */
  torchRates: readonly number[] | null;
  /** What the machine does at once in as many processes as threads, a second; null if
   * only one number of threads was measured. */
  machine: Record<Load, readonly number[]> | null;
  /** How long the first step took. */
  firstStepSeconds: number;
}

/** How many times faster further threads are, each a median of the rounds' ratios. */
export interface Scaling {
  /** The row with more threads. */
  row: BenchRow;
  /** The fewest threads that the same was measured with. */
  from: number;
  times: number;
  /** Null if PyTorch was not asked for. */
  torchTimes: number | null;
  /** The same for work that shares nothing; null if it was not measured. */
  machine: Record<Load, number> | null;
}

/**
 * Compares each number of threads with the fewest, the same networks and flags.
 *
 * The machine's own numbers say what further threads can bring at most: what is bound by
 * arithmetic cannot gain more than products in the cache do, and what is bound by memory
 * no more than copies. Two threads of one core, or a slower clock for two, give under 2.
 *
 * @param rows What is compared was measured in the same rounds.
 * @returns None for a row with the fewest threads.
 */
export function scalings(rows: readonly BenchRow[]): Scaling[] {
  return rows.flatMap((row) => {
    const name = networkName(row.network);
    const fewest = rows
      .filter(({ network, flags }) =>
        networkName(network) === name && flags === row.flags
      )
      .reduce((least, other) => other.threads < least.threads ? other : least);
    if (fewest.threads === row.threads) return [];
    const { machine } = row;
    return [{
      row,
      from: fewest.threads,
      times: pairedRatio(row.rates, fewest.rates),
      torchTimes: row.torchRates && fewest.torchRates &&
        pairedRatio(row.torchRates, fewest.torchRates),
      machine: machine && fewest.machine && {
        products: pairedRatio(machine.products, fewest.machine.products),
        copies: pairedRatio(machine.copies, fewest.machine.copies),
      },
    }];
  });
}
