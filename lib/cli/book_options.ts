import { parseCommandLine } from "./command_line.ts";

/** What `deno task book` was asked to do, with every default filled in. */
export interface BookCommand {
  /** The notebooks to build, by name or its beginning; all if it is empty. */
  only: string[];
  /** The folder with the notebooks. */
  notebooks: string;
  /** The folder that the book is written to. */
  output: string;
  /** Whether the kernels run without the fast V8 flags. */
  safe: boolean;
}

/** What `--help` prints. */
export const BOOK_HELP = `\
Checks the notebooks' types, runs them on kernels of their own and writes the book.

  deno task book [chapter …] [options]

  chapter              a notebook's name or its beginning, such as 10 or 50_training;
                       the book then has only the chapters named
  --output FOLDER      new, empty or an earlier book (site)
  --notebooks FOLDER   where the notebooks lie (notebooks)
  --safe               runs the kernels without the V8 flags that make training faster
  --help               this text

FOLDER gets index.html, a page for each chapter, and book.html, which is all in one file.
Nothing is written if a notebook fails.
`;

const OPTIONS = {
  notebooks: { type: "string" },
  output: { type: "string" },
  safe: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/**
 * Understands the arguments of `deno task book`.
 *
 * @param args Without the program's name.
 * @returns The command, or null if help was asked for.
 * @throws {UsageError} In one line: which option is not known or lacks its value.
 */
export function parseBookOptions(args: string[]): BookCommand | null {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: OPTIONS,
  });
  if (values.help) return null;
  const { notebooks = "notebooks", output = "site", safe = false } = values;
  return { only: positionals, notebooks, output, safe };
}
