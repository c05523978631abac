/**
 * Runs Deno with the V8 flags that make training faster.
 *
 *     deno run -A lib/cli/run_fast.ts run -A lib/cli/train.ts --steps 100
 *     deno run -A lib/cli/run_fast.ts --safe test -A
 *
 * V8 reads its flags when a process starts, so the work is done by a second Deno.
 *
 * @module
 */
import { tryV8Flags, v8Environment } from "../book/v8_flags.ts";
import { inherit } from "./inherit.ts";

/**
 * Runs Deno with the fast flags that it takes.
 *
 * @param args Deno's arguments. `--safe` as the first, or after a script's path as one of
 * the script's, leaves the flags out.
 * @returns Deno's exit code.
 */
export async function main(args: string[]): Promise<number> {
  const isSafe = args.includes("--safe");
  const { taken } = isSafe ? { taken: [] } : await tryV8Flags();
  const others = args[0] === "--safe" ? args.slice(1) : args;
  const environment = v8Environment(taken);
  return await inherit(Deno.execPath(), others, { environment, endsAtSecond: true });
}

if (import.meta.main) Deno.exit(await main(Deno.args));
