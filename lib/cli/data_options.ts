import { catalogue, knownSet } from "../data/catalogue.ts";
import { hintAtNearest } from "../data/nearest_name.ts";
import { oneOf, parseCommandLine, wholeNumber } from "./command_line.ts";
import { UsageError } from "./usage_error.ts";

/** What `deno task data` was asked to do. */
export type DataCommand =
  | { action: "list"; folder?: string }
  | { action: "get"; name: string; to?: string; mirror?: string; isOffline: boolean }
  | {
    action: "show";
    what: string;
    folder?: string;
    size?: number;
    channels: 1 | 3;
    sample: number;
    output: string;
  };

const testSplits = catalogue.filter(({ hasTestSplit }) => hasTestSplit)
  .map(({ name }) => `${name}-test`);

/** What `--help` prints. */
export const DATA_HELP = `\
Lists, downloads and shows data sets.

  deno task data list
  deno task data get NAME [options]
  deno task data show NAME|FOLDER|ZIP [options]

get: downloads what is missing; what was interrupted goes on where it ended.
  --to FOLDER      the folder of data sets (by default the project's data/downloads)
  --mirror URL     the only address to ask, ending in /; the checksums stay the same
  --offline        asks nobody: checks what is there and says what is missing

show: what to know before training: counts, sizes, channels, classes, duplicates, damaged
files, and a contact sheet.
  --size N         the side to train with, in pixels (64; that of the set if it has one)
  --channels N     1 for grey, 3 for colour (3)
  --sample N       pictures to look at, evenly spread (2000)
  --output FILE    the contact sheet (contact_sheet.png)

list, show:
  --folder FOLDER  where to look first; then DCGAN_DATA's folder and the project's data
  --help           this text

The sets: ${catalogue.map(({ name }) => name).join(", ")}.
show also knows ${testSplits.join(", ")}.
`;

const text = { type: "string" } as const;
const OPTIONS = {
  to: text,
  mirror: text,
  offline: { type: "boolean" },
  size: text,
  channels: text,
  sample: text,
  output: text,
  folder: text,
  help: { type: "boolean" },
} as const;

/** Which options each action takes. */
const TAKEN = {
  list: ["folder"],
  get: ["to", "mirror", "offline"],
  show: ["folder", "size", "channels", "sample", "output"],
};

/**
 * Understands the arguments of `deno task data`.
 *
 * @param args Without the program's name.
 * @returns The command, or null if help was asked for.
 * @throws {UsageError} In one line: what was expected and what was found.
 */
export function parseDataOptions(args: string[]): DataCommand | null {
  const { values, positionals } = parseCommandLine({
    args,
    options: OPTIONS,
    allowPositionals: true,
  });
  if (values.help || args.length === 0) return null;
  const [action, what, ...more] = positionals;
  if (action !== "list" && action !== "get" && action !== "show") {
    throw new UsageError(
      `The first word must be list, get or show: current value is '${action ?? ""}'`,
    );
  }
  const wrong = Object.keys(values).find((name) => !TAKEN[action].includes(name));
  if (wrong !== undefined) {
    throw new UsageError(`--${wrong} is no option of ${action}; --help lists them`);
  }
  const extra = action === "list" ? what : more[0];
  if (extra !== undefined) {
    throw new UsageError(`${action} takes no more words: found '${extra}'`);
  }
  if (action === "list") return { action, folder: values.folder };
  if (!what) throw new UsageError(`${action} must be followed by a name: found nothing`);
  if (action === "get") {
    return {
      action,
      name: requireName(what),
      to: values.to,
      mirror: requireMirror(values.mirror),
      isOffline: values.offline ?? false,
    };
  }
  return {
    action,
    what,
    folder: values.folder,
    size: values.size === undefined ? undefined : wholeNumber("size", values.size, 4),
    channels: oneOf("channels", Number(values.channels ?? 3), [1, 3]),
    sample: wholeNumber("sample", values.sample ?? "2000", 1),
    output: values.output ?? "contact_sheet.png",
  };
}

function requireName(name: string): string {
  if (knownSet(name) !== undefined) return name;
  const names = catalogue.map(({ name }) => name);
  throw new UsageError(
    `get must be followed by one of ${names.join(", ")}: found '${name}'` +
      hintAtNearest(name, names),
  );
}

function requireMirror(mirror: string | undefined): string | undefined {
  if (mirror === undefined || /^https?:\/\/[^/]+\/(.*\/)?$/.test(mirror)) return mirror;
  throw new UsageError(
    `--mirror must be an http address that ends in /: current value is '${mirror}'`,
  );
}
