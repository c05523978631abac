import { oneOf, parseCommandLine, positiveNumber, wholeNumber } from "../command_line.ts";
import { threadCount } from "../thread_count.ts";

/** What `deno task bench` was asked to do, with every default filled in. */
export interface BenchCommand {
  /** Beginnings of networks' names; none for the usual rows. */
  only: string[];
  /** Whether the rows that differ little are measured too. */
  all: boolean;
  /** Rounds that count. */
  rounds: number;
  /** How long a turn in a round is, at least. */
  seconds: number;
  /** Each row is measured with each of these, in the same rounds. */
  threads: number[];
  /** Whether the first row is measured on one thread too. */
  scaling: boolean;
  /** Images in a batch; undefined for each row's own. */
  batch?: number;
  /** Whether rows are measured with V8's fast flags, without them, or both. */
  flags: "both" | "with" | "without";
  /** What to compare with. */
  against?: "torch";
  /** The Python that has PyTorch. */
  python: string;
  /** Whether the table of memory is measured. */
  memory: boolean;
  /** Whether, instead of all this, training from files is measured. */
  data: boolean;
}

/** What `--help` prints. */
export const BENCH_HELP = `\
Measures training steps and prints images a second, with and without V8's fast flags;
the time of an epoch of known data sets, computed from that; what further threads bring,
beside what they bring plain products and copies of memory on this machine; and memory by
batch size. On two cores all of it takes about a quarter of an hour, and half an hour
beside PyTorch; one row takes half a minute (--only).

  deno task bench [options]

  --against torch      trains with PyTorch in turn and prints the ratio; the last line
                       is then the result as JSON
  --only NAME          only rows whose name begins so, or networks of your own, such as
                       d2l-32-w8-c1 (source, side, width, channels); can be repeated
  --all                more rows: d2l's networks
  --rounds N           rounds that count (5); each is a turn of every program
  --seconds X          length of a turn, at least one step (1)
  --threads N[,N…]     by default one a core, and the first row also on a single one
  --batch N            images in a batch (64; GANs in Action 128)
  --flags WHICH        both, with or without V8's fast flags (both)
  --[no-]memory        the table of memory, by default unless --only is given
  --data               instead: training from JPEGs, which are decoded meanwhile, beside
                       training from memory
  --python PATH        the Python that has PyTorch (python3)
  --help               this text

Close other programs first. Every rate is the median of the rounds. Every ratio is the
median of the rounds' ratios, of turns that lie next to one another or nearly so: a
machine that is slow for a while slows both. The memory of this library's tensors ends at
4 GiB, which is as far as WebAssembly's addresses of 32 bits reach; of a batch that needs
more, the table says which one fits.
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const OPTIONS = {
  against: text,
  only: { type: "string", multiple: true },
  all: flag,
  rounds: text,
  seconds: text,
  threads: text,
  batch: text,
  flags: text,
  memory: flag,
  data: flag,
  python: text,
  help: flag,
} as const;

/**
 * Understands the arguments of `deno task bench`.
 *
 * @param args Without the program's name.
 * @param cores How many threads there are by default.
 * @returns The command, or null if help was asked for.
 * @throws {UsageError} In one line: which option, what it must be, what it is.
 */
export function parseBenchOptions(
  args: string[],
  cores: number = navigator.hardwareConcurrency,
): BenchCommand | null {
  const { values } = parseCommandLine({ args, options: OPTIONS, allowNegative: true });
  if (values.help) return null;
  const { only = [], all = false, python = "python3", against, batch } = values;
  return {
    only,
    all,
    rounds: wholeNumber("rounds", values.rounds ?? "5", 1),
    seconds: positiveNumber("seconds", values.seconds ?? "1"),
    threads: (values.threads ?? String(cores)).split(",")
      .map((threads) => threadCount(threads, { cores })),
    scaling: values.threads === undefined && only.length === 0 && cores > 1,
    batch: batch === undefined ? undefined : wholeNumber("batch", batch, 2),
    flags: oneOf("flags", values.flags ?? "both", ["both", "with", "without"]),
    against: against === undefined ? undefined : oneOf("against", against, ["torch"]),
    python,
    memory: values.memory ?? only.length === 0,
    data: values.data ?? false,
  };
}
