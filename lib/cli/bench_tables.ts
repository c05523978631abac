/**
 * The benchmark's results as tables.
 *
 * @module
 */
import { tableFigure } from "../figures/table_figure.ts";
import type { PeakMemory } from "./bench_memory.ts";
import { type BenchNetwork, networkName } from "./bench_networks.ts";
import type { Spread } from "./bench_rounds.ts";

/** What was measured of one row. */
export interface BenchRow {
  network: BenchNetwork;
  threads: number;
  /** Whether V8 had the two fast flags. */
  flags: boolean;
  /** Images a second. */
  rate: Spread;
  /** PyTorch's, in the same rounds; null if it was not asked for. */
  torchRate: Spread | null;
  /** How long the first step took. */
  firstStepSeconds: number;
}

/** The peak memory of one batch size. */
export interface MemoryRow {
  network: BenchNetwork;
  peak: PeakMemory;
  /** PyTorch's; null if it was not asked for. */
  torchPeak: PeakMemory | null;
}

/** S3's data sets, as many images as they have, and networks that fit them. */
const DATA_SETS = [
  { name: "MNIST", images: 60_000, size: 28, channels: 1 },
  { name: "MNIST at 64×64", images: 60_000, size: 64, channels: 1 },
  { name: "CelebA", images: 202_599, size: 64, channels: 3 },
  { name: "LSUN bedroom", images: 3_033_042, size: 64, channels: 3 },
] as const;

/**
 * The table of images a second.
 *
 * @param rows At least one; all with PyTorch or all without.
 * @returns Lines of text: medians, the slowest and the fastest round, and how much longer
 *   the first step takes than one at the median rate.
 */
export function rateTable(rows: readonly BenchRow[]): string {
  const cells = rows.map(({ network, threads, flags, ...row }) => ({
    network: networkName(network),
    batch: network.batch,
    threads,
    flags: flagsText({ flags }),
    rate: rateText(row.rate.median),
    range: rangeText(row.rate),
    ...(row.torchRate && {
      torch: rateText(row.torchRate.median),
      torchRange: rangeText(row.torchRate),
      ratio: ratioOf(row)!.toFixed(2),
    }),
    first: (row.firstStepSeconds - network.batch / row.rate.median).toFixed(2),
  }));
  return tableFigure(cells, {
    caption: "Images a second (median of the rounds), with the slowest and fastest round",
    headings: {
      flags: "V8 flags",
      rate: "images/s",
      torch: "PyTorch",
      torchRange: "its range",
      first: "first step +s",
    },
  }).text;
}

/**
 * How long each network would need for S3's data sets.
 *
 * Source: John Hany and Greg Walters (2019), Hands-On Generative Adversarial Networks with
 * PyTorch 1.x, whose GPU needed about 30 s, 3.5 min and an hour.
 *
 * @param rows Those with the most threads are taken.
 * @returns Lines of text; empty if no row has networks as wide as the sources', 64.
 */
export function epochTable(rows: readonly BenchRow[]): string {
  const most = Math.max(...rows.map(({ threads }) => threads));
  const cells = DATA_SETS.flatMap(({ name, images, size, channels }) =>
    rows.filter(({ network, threads }) =>
      network.size === size && network.channels === channels && network.width === 64 &&
      threads === most
    ).map(({ network, threads, flags, rate, torchRate }) => ({
      data: name,
      images,
      network: networkName(network),
      threads,
      flags: flagsText({ flags }),
      rate: rateText(rate.median),
      epoch: durationText(images / rate.median),
      ...(torchRate && { torch: durationText(images / torchRate.median) }),
    }))
  );
  if (cells.length === 0) return "";
  return tableFigure(cells, {
    caption: "Time of an epoch, computed from the measured rate: images / (images/s)",
    headings: {
      data: "data set",
      flags: "V8 flags",
      rate: "images/s",
      epoch: "an epoch",
      torch: "PyTorch's",
    },
  }).text;
}

/**
 * What more threads bring: the rate of each number of threads over that of the fewest.
 *
 * @returns Lines of text; none if no row was measured with two numbers of threads.
 */
export function scalingTable(rows: readonly BenchRow[]): string {
  const cells = rows.flatMap((row) => {
    const name = networkName(row.network);
    const fewest = rows
      .filter(({ network, flags }) =>
        networkName(network) === name && flags === row.flags
      )
      .reduce((least, other) => other.threads < least.threads ? other : least);
    if (fewest.threads === row.threads) return [];
    const torch = ratio(row.torchRate, fewest.torchRate);
    return [{
      network: name,
      flags: flagsText(row),
      from: fewest.threads,
      to: row.threads,
      times: ratio(row.rate, fewest.rate)!.toFixed(2),
      ...(torch !== null && { torch: torch.toFixed(2) }),
    }];
  });
  if (cells.length === 0) return "";
  return tableFigure(cells, {
    caption: "How many times faster further threads make a step",
    headings: { flags: "V8 flags", from: "threads", torch: "PyTorch" },
  }).text;
}

/** One row in words, for whoever waits. */
export function rowText(row: BenchRow): string {
  const rate = `${threadsText(row.threads)}, V8 flags ${flagsText(row)}: ` +
    `${rateText(row.rate.median)} images/s`;
  if (!row.torchRate) return rate;
  const times = ratioOf(row)!.toFixed(2);
  return `${rate}, PyTorch ${rateText(row.torchRate.median)}, ratio ${times}`;
}

/**
 * Peak memory against the batch size, in MB of 10⁶ bytes.
 *
 * @param rows At least one; all with PyTorch or all without.
 * @returns Lines of text; below the table, why numbers are missing.
 */
export function memoryTable(rows: readonly MemoryRow[]): string {
  const notes = new Set<string>();
  const megabytes = (peak: PeakMemory, network: BenchNetwork, whose: string) => {
    if ("megabytes" in peak) return Math.round(peak.megabytes);
    notes.add(`${networkName(network)}, batch ${network.batch}, ${whose}: ${peak.why}`);
    return null;
  };
  const cells = rows.map(({ network, peak, torchPeak }) => ({
    network: networkName(network),
    batch: network.batch,
    ours: megabytes(peak, network, "this library"),
    ...(torchPeak && { torch: megabytes(torchPeak, network, "PyTorch") }),
  }));
  const { text } = tableFigure(cells, {
    caption: "Peak memory of a process that trains two steps, MB",
    headings: { ours: "this library", torch: "PyTorch" },
  });
  return [text, ...notes].join("\n");
}

/**
 * The results for programs: one line of JSON.
 *
 * @returns `{"rows":[{"network","width","channels","size","batch","threads","flags",
 *   "imagesPerSecond","torchImagesPerSecond","ratio"}…]}`; `flags` is true with both.
 */
export function resultJson(rows: readonly BenchRow[]): string {
  return JSON.stringify({
    rows: rows.map((row) => {
      const { network, width, channels, size, batch } = row.network;
      return {
        ...{ network, width, channels, size, batch },
        threads: row.threads,
        flags: row.flags,
        imagesPerSecond: rounded(row.rate.median),
        torchImagesPerSecond: row.torchRate && rounded(row.torchRate.median),
        ratio: ratioOf(row) && rounded(ratioOf(row)!),
      };
    }),
  });
}

/**
 * A duration as people say it, of two units at most: `45 s`, `8 min 20 s`, `9 h 21 min`.
 *
 * @param seconds 0 or more.
 */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How many times PyTorch's rate ours is. */
function ratioOf({ rate, torchRate }: Pick<BenchRow, "rate" | "torchRate">) {
  return ratio(rate, torchRate);
}

/** Median by median; null if one was not measured. */
function ratio(rate: Spread | null, other: Spread | null): number | null {
  return rate && other && rate.median / other.median;
}

function flagsText({ flags }: Pick<BenchRow, "flags">): string {
  return flags ? "both" : "none";
}

function threadsText(threads: number): string {
  return `${threads} thread${threads === 1 ? "" : "s"}`;
}

function rateText(rate: number): string {
  return rate.toFixed(rate < 100 ? 1 : 0);
}

function rangeText({ lowest, highest }: Spread): string {
  return `${rateText(lowest)}–${rateText(highest)}`;
}

/** Four significant digits: the measurement has no more. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
