/**
 * The benchmark's results as tables.
 *
 * @module
 */
import { tableFigure } from "../../figures/table_figure.ts";
import { durationText } from "../duration_text.ts";
import type { PeakMemory } from "./memory.ts";
import { type BenchNetwork, networkName } from "./networks.ts";
import { pairedRatio, type Spread, spread } from "./rounds.ts";
import { type BenchRow, scalings } from "./scaling.ts";

/** The peak memory of one batch size. */
export interface MemoryRow {
  network: BenchNetwork;
  peak: PeakMemory;
  /** PyTorch's; null if it was not asked for. */
  torchPeak: PeakMemory | null;
}

/**
 * The data sets of Hands-On GANs, as many images as they have, and networks that fit
 * them.
 */
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
 * @returns Lines of text: medians, the slowest and the fastest round, the median of the
 *   rounds' ratios to PyTorch (not the ratio of the medians), and how much longer the
 *   first step takes than one at the median rate.
 */
export function rateTable(rows: readonly BenchRow[]): string {
  const cells = rows.map(({ network, threads, flags, ...row }) => {
    const rate = spread(row.rates);
    const torch = row.torchRates && spread(row.torchRates);
    return {
      network: networkName(network),
      batch: network.batch,
      threads,
      flags: flagsText({ flags }),
      rate: rateText(rate.median),
      range: rangeText(rate),
      ...(torch && {
        torch: rateText(torch.median),
        torchRange: rangeText(torch),
        ratio: ratioOf(row)!.toFixed(2),
      }),
      first: (row.firstStepSeconds - network.batch / rate.median).toFixed(2),
    };
  });
  return tableFigure(cells, {
    caption:
      "Images a second (median of the rounds), with the slowest and fastest round" +
      (rows[0].torchRates ? "; ratio: median of the rounds' ratios to PyTorch" : ""),
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
 * How long each network would need for the data sets of Hands-On GANs.
 *
 * Source: John Hany and Greg Walters (2019), Hands-On Generative Adversarial Networks
 * with PyTorch 1.x, whose GPU needed about 30 s, 3.5 min and an hour.
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
    ).map(({ network, threads, flags, rates, torchRates }) => ({
      data: name,
      images,
      network: networkName(network),
      threads,
      flags: flagsText({ flags }),
      rate: rateText(spread(rates).median),
      epoch: durationText(images / spread(rates).median),
      ...(torchRates && { torch: durationText(images / spread(torchRates).median) }),
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
 * What more threads bring, and what they bring the machine itself.
 *
 * @returns Lines of text; none if no row was measured with two numbers of threads.
 */
export function scalingTable(rows: readonly BenchRow[]): string {
  const cells = scalings(rows).map(({ row, from, times, torchTimes, machine }) => ({
    network: networkName(row.network),
    flags: flagsText(row),
    from,
    to: row.threads,
    times: times.toFixed(2),
    ...(torchTimes !== null && { torch: torchTimes.toFixed(2) }),
    ...(machine && {
      products: machine.products.toFixed(2),
      copies: machine.copies.toFixed(2),
    }),
  }));
  if (cells.length === 0) return "";
  const { text } = tableFigure(cells, {
    caption: "How many times faster further threads make a step (median of the rounds' " +
      "ratios)",
    headings: { flags: "V8 flags", from: "threads", torch: "PyTorch" },
  });
  if (!("products" in cells[0])) return text;
  return text +
    "\nThe most that this machine gives: products in the cache and copies of " +
    "memory, which share nothing,\nas many at once as there are threads, over as many " +
    "as before. A step has both.";
}

/** One row in words, for whoever waits. */
export function rowText(row: BenchRow): string {
  const rate = `${threadsText(row.threads)}, V8 flags ${flagsText(row)}: ` +
    `${rateText(spread(row.rates).median)} images/s`;
  if (!row.torchRates) return rate;
  const times = ratioOf(row)!.toFixed(2);
  return `${rate}, PyTorch ${rateText(spread(row.torchRates).median)}, ratio ${times}`;
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
 * Rates are medians of the rounds; `ratio` and all `times` are medians of the rounds'
 * ratios, so not quite the medians' ratios.
 *
 * @returns `{"rows":[{"network","width","channels","size","batch","threads","flags",
 *   "imagesPerSecond","torchImagesPerSecond","ratio"}…],"scaling":[{"network","flags",
 *   "from","to","times","torchTimes","machineProducts","machineCopies"}…]}`; `flags` is
 *   true with both, and `scaling` is `scalingTable()`'s.
 */
export function resultJson(rows: readonly BenchRow[]): string {
  return JSON.stringify({
    rows: rows.map((row) => {
      const { network, width, channels, size, batch } = row.network;
      return {
        ...{ network, width, channels, size, batch },
        threads: row.threads,
        flags: row.flags,
        imagesPerSecond: rounded(spread(row.rates).median),
        torchImagesPerSecond: row.torchRates && rounded(spread(row.torchRates).median),
        ratio: rounded(ratioOf(row)),
      };
    }),
    scaling: scalings(rows).map(({ row, from, times, torchTimes, machine }) => ({
      network: networkName(row.network),
      flags: row.flags,
      from,
      to: row.threads,
      times: rounded(times),
      torchTimes: rounded(torchTimes),
      machineProducts: rounded(machine?.products ?? null),
      machineCopies: rounded(machine?.copies ?? null),
    })),
  });
}

/** How many times PyTorch's rate ours is; null if that was not measured. */
function ratioOf({ rates, torchRates }: Pick<BenchRow, "rates" | "torchRates">) {
  return torchRates && pairedRatio(rates, torchRates);
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
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
