/**
 * The command line `deno task data`.
 *
 * @module
 */
import { knownSet } from "../data/catalogue.ts";
import { SetNotHereError } from "../data/open_set.ts";
import { DownloadError } from "../data/download.ts";
import { isFileFault } from "../data/file_fault.ts";
import { getSet } from "./data_get.ts";
import { listSets } from "./data_list.ts";
import { DATA_HELP, type DataCommand, parseDataOptions } from "./data_options.ts";
import { showImages } from "./data_show.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage_error.ts";

/** Ctrl-C was pressed. */
class InterruptedError extends Error {
  override name = "InterruptedError";
}

/**
 * Runs `deno task data`.
 *
 * @param args The command's arguments; `--help` explains them.
 * @param output Where the lines go; the console by default.
 * @returns The exit code: 0 when all is done, 1 when a download failed, files are missing
 *   or one could not be read or written, 2 for a command line or images that cannot be
 *   used, 130 after Ctrl-C. Any other error is thrown with its stack.
 */
export async function runData(
  args: string[],
  output: Output = console,
): Promise<number> {
  try {
    const command = parseDataOptions(args);
    if (command) return await carryOut(command, output);
    output.log(DATA_HELP);
    return 0;
  } catch (error) {
    if (error instanceof InterruptedError) {
      output.error(error.message);
      return 130;
    }
    if (error instanceof UsageError) {
      output.error(error.message);
      return 2;
    }
    if (error instanceof DownloadError || error instanceof SetNotHereError) {
      output.error(`${error.message}.`.replace(/\.\.$/, "."));
      return 1;
    }
    // The task may read no file of the system's own, such as those in /dev and /proc.
    const isRefused = error instanceof Deno.errors.NotCapable;
    if (!isRefused && !isFileFault(error)) throw error;
    output.error(
      `Cannot go on as its files must be readable and writable: ${error.message}`,
    );
    return 1;
  }
}

async function carryOut(command: DataCommand, { log }: Output): Promise<number> {
  switch (command.action) {
    case "list":
      for (const line of await listSets(command.folder)) log(line);
      return 0;
    case "get": {
      const { name } = command;
      const stop = abortOnInterrupt(() =>
        new InterruptedError(
          `Stopped. What is there is kept; deno task data get ${name} goes on from there.`,
        )
      );
      try {
        return await getSet(knownSet(name)!, {
            ...command,
            log,
            signal: stop.signal,
          })
          ? 0
          : 1;
      } finally {
        stop.release();
      }
    }
    case "show":
      for (const line of await showImages(command)) log(line);
      return 0;
  }
}

if (import.meta.main) Deno.exit(await runData(Deno.args));
