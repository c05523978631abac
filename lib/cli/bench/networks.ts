import { UsageError } from "../usage_error.ts";

/** Networks to train and the batch to train them with: a row of the benchmark. */
export interface BenchNetwork {
  /** Whose they are; PyTorch's tutorial's have no batch norm in D's first layer. */
  network: "pytorchTutorial" | "d2l" | "gansInAction";
  /** The images' side. */
  size: number;
  /** Channels at half the side. */
  width: number;
  /** 1 for grey, 3 for colour. */
  channels: number;
  /** Images in a batch. */
  batch: number;
}

const tutorial = { network: "pytorchTutorial", batch: 64 } as const;

/** The tutorial's networks in every size, width and colour; the sources' own come first. */
const TUTORIALS: readonly BenchNetwork[] = [64, 32, 128].flatMap((size) =>
  [64, 32, 16].flatMap((width) =>
    [3, 1].map((channels) => ({ ...tutorial, size, width, channels }))
  )
);

/** What is measured by default. */
const USUAL: readonly BenchNetwork[] = [
  ...TUTORIALS,
  { network: "gansInAction", size: 28, width: 64, channels: 1, batch: 128 },
];

/** Rows that differ little from those. */
const MORE: readonly BenchNetwork[] = [
  { network: "d2l", size: 64, width: 64, channels: 3, batch: 64 },
  { network: "d2l", size: 64, width: 64, channels: 1, batch: 64 },
];

/** The networks of the table of memory: the tutorial's, for MNIST and for CelebA. */
export const MEMORY_NETWORKS: readonly BenchNetwork[] = [TUTORIALS[1], TUTORIALS[0]];

/** Networks' name on the command line: `pytorchTutorial-64-w64-c3`. */
export function networkName({ network, size, width, channels }: BenchNetwork): string {
  return `${network}-${size}-w${width}-c${channels}`;
}

/**
 * Chooses the rows to measure.
 *
 * @param options.only Beginnings of names; a whole name that is not in the table is a row
 *   of its own. None for the usual rows.
 * @param options.all Whether the rows that differ little are taken too.
 * @param options.batch Images in a batch; by default each row's own.
 * @throws {UsageError} If a name begins no row and is no whole name.
 */
export function selectNetworks(
  { only = [], all = false, batch }: { only?: string[]; all?: boolean; batch?: number },
): BenchNetwork[] {
  const table = [...USUAL, ...MORE];
  const chosen = only.length > 0
    ? [...new Set(only.flatMap((name) => namedNetworks(name, table)))]
    : all
    ? table
    : [...USUAL];
  return batch === undefined ? chosen : chosen.map((row) => ({ ...row, batch }));
}

function namedNetworks(name: string, table: BenchNetwork[]): BenchNetwork[] {
  const exact = table.filter((row) => networkName(row) === name);
  if (exact.length > 0) return exact;
  const match = name.match(/^(pytorchTutorial|d2l)-(\d+)-w(\d+)-c([13])$/);
  if (match) {
    const network = match[1] as "pytorchTutorial" | "d2l";
    const [size, width, channels] = match.slice(2).map(Number);
    return [{ network, size, width, channels, batch: 64 }];
  }
  const rows = table.filter((row) => networkName(row).startsWith(name));
  if (rows.length > 0) return rows;
  throw new UsageError(
    `Cannot measure '${name}' as it must be the beginning of a row's name ` +
      `(${table.map(networkName).join(", ")}) or name networks as they do`,
  );
}
