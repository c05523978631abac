/**
 * Runs another program in this one's place.
 *
 * @module
 */

/**
 * Runs a program on this terminal until it ends.
 *
 * Ctrl-C reaches the program, which may ask or clean up; this process waits for it.
 *
 * @param command The program.
 * @param args Its arguments.
 * @param options Its environment, beside this process's, and its folder.
 * @returns Its exit code.
 */
export async function inherit(
  command: string,
  args: string[],
  { environment, folder }: { environment?: Record<string, string>; folder?: string } = {},
): Promise<number> {
  const leaveToChild = () => {};
  Deno.addSignalListener("SIGINT", leaveToChild);
  try {
    const child = new Deno.Command(command, {
      args,
      env: environment,
      cwd: folder,
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    });
    const { code } = await child.spawn().status;
    return code;
  } finally {
    Deno.removeSignalListener("SIGINT", leaveToChild);
  }
}
