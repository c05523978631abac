/**
 * `deno task book`: builds the book.
 *
 * @module
 */
import { resolve } from "@std/path";
import { buildBook } from "../book/build_book.ts";
import { NotebookCheckError } from "../book/check_notebook.ts";
import { findNotebooks } from "../book/find_notebooks.ts";
import { DeadKernelError } from "../book/kernel/kernel_process.ts";
import { CellError } from "../book/kernel/run_notebook.ts";
import { requireBookFolder, requireWritablePlace } from "../book/pages/export_book.ts";
import { ExportError } from "../book/pages/export_error.ts";
import { tryV8Flags, v8Environment, type V8Flag } from "../book/v8_flags.ts";
import { counted } from "../data/counted.ts";
import { isFileFault } from "../data/file_fault.ts";
import { seldom } from "../run/seldom.ts";
import { BOOK_HELP, parseBookOptions } from "./book_options.ts";
import { rethrowAsUsage, UsageError } from "./usage_error.ts";

const cover = {
  title: "Deep convolutional GANs",
  description:
    "A textbook that runs: two networks learn to draw, in TypeScript, on the " +
    "cores of your own machine. Every result in it was computed by the cell above it.",
};

/**
 * Builds the book and prints how far it is.
 *
 * @param args As `BOOK_HELP` says.
 * @returns The exit code: 0, 1 if a notebook failed or a file could not be written, 2 if
 *   the arguments are wrong. Any other error is thrown with its stack.
 */
export async function main(args: string[]): Promise<number> {
  try {
    const command = parseBookOptions(args);
    if (command === null) {
      console.log(BOOK_HELP);
      return 0;
    }
    const { output, only, safe } = command;
    const notebooks = await findNotebooks(command.notebooks, { only })
      .catch((error) => rethrowAsUsage(error));
    // Before the notebooks run, which takes minutes; the writing looks again.
    await requireWritablePlace(output).catch((error) => rethrowAsUsage(error));
    await requireBookFolder(output).catch((error) => rethrowAsUsage(error));
    console.log(
      `Building the book of ${counted(notebooks.length, "notebook")} into ${output}.`,
    );
    const taken = safe ? [] : (await tryV8Flags()).taken;
    console.log(flagsLine(taken));
    const path = await buildBook({
      notebooks,
      output,
      cover,
      environment: taken.length > 0 ? v8Environment(taken) : {},
      log: (line) => console.log(clearLine() + line),
      progress: Deno.stdout.isTerminal() ? showProgress : seldom(console.log),
    });
    console.log(`Open ${resolve(path)}`);
    console.log(`or, all in one file, ${resolve(output, "book.html")}`);
    return 0;
  } catch (error) {
    if (!isExplained(error)) throw error;
    console.error(`${clearLine()}${error.message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Says with which flags the kernels run, as one of them costs safety. */
function flagsLine(flags: readonly V8Flag[]): string {
  if (flags.length === 0) return "The kernels run without flags of V8.";
  const names = flags.map(({ flag }) => flag).join(" ");
  return `The kernels run faster with V8's ${names}; --safe leaves them out.`;
}

/** Faults of notebooks, arguments and files, whose message says all; others keep their stack. */
function isExplained(error: unknown): error is Error {
  return [
    CellError,
    DeadKernelError,
    ExportError,
    NotebookCheckError,
    UsageError,
  ].some((kind) => error instanceof kind) || isFileFault(error);
}

function showProgress(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(clearLine() + line));
}

function clearLine(): string {
  return Deno.stdout.isTerminal() ? "\r\x1b[K" : "";
}

if (import.meta.main) Deno.exit(await main(Deno.args));
