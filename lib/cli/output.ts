import { type ProgressOutput, standardError } from "./progress_bar.ts";

/** Where a command's lines go. */
export interface Output {
  log: (line: string) => void;
  error: (line: string) => void;
  /** Where bars are drawn; none where plain lines are wanted. */
  progress?: ProgressOutput;
}

/**
 * The console, with bars where both of its outputs are a terminal.
 *
 * @param options.isTerminal Whether standard output is one; by default as it is.
 */
export function consoleOutput(
  { isTerminal = Deno.stdout.isTerminal() }: { isTerminal?: boolean } = {},
): Output {
  const { log, error } = console;
  return isTerminal ? { log, error, progress: standardError } : { log, error };
}
