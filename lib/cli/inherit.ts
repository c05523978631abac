/**
 * Runs another program in this one's place.
 *
 * @module
 */

import { PressCounter } from "./interrupt.ts";

/**
 * Runs a program on this terminal until it ends.
 *
 * Ctrl-C reaches the program, which may ask or clean up; this process waits for it. A
 * program that computes may not hear two of them apart, so this one can end it then.
 *
 * @param command The program.
 * @param args Its arguments.
 * @param options Its environment, beside this process's, its folder, and whether the
 *   second Ctrl-C ends it.
 * @returns Its exit code; 130 if it was ended.
 */
export async function inherit(
  command: string,
  args: string[],
  { environment, folder, endsAtSecond = false }: {
    environment?: Record<string, string>;
    folder?: string;
    endsAtSecond?: boolean;
  } = {},
): Promise<number> {
  const child = new Deno.Command(command, {
    args,
    env: environment,
    cwd: folder,
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  });
  let process: Deno.ChildProcess | null = null;
  const interrupts = new PressCounter();
  const listener = () => {
    if (!interrupts.isPress() || interrupts.presses !== 2) return;
    if (endsAtSecond && process !== null) endIfThere(process.pid);
  };
  Deno.addSignalListener("SIGINT", listener);
  try {
    process = child.spawn();
    const { code, signal } = await process.status;
    process = null;
    return signal === "SIGTERM" && interrupts.presses > 1 ? 130 : code;
  } finally {
    Deno.removeSignalListener("SIGINT", listener);
  }
}

/** Ends a program, unless it has ended by itself and its status is still on the way. */
function endIfThere(pid: number): void {
  try {
    Deno.kill(pid, "SIGTERM");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
